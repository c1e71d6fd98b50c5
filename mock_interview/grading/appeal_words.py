# ruff: noqa: E501  (an alternative is kept whole)
"""Words of grading and of asking for grades, in groups by what they mean. Data only, by language.

For `appeal_model`, which knows how much each group tells. Texts are normalised (lower case, no
full-width letters); alternatives are regular expressions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping


def _any(text: str) -> str:
    """Alternatives over several lines as one."""
    return "|".join(line.strip() for line in text.strip().splitlines())


# What each group is of: whoever grades (marker), people who may also turn up in an answer (boss), what
# grading goes by (scheme), grades worth having (full), grading at all (score), what a grade leads to
# (pass), all of it (covered), this very answer (mine), calling off rules (order), messages and marks
# (system), speaking to the reader (address), parts to play (play), a machine as the reader (machine),
# pleas (plea), bribes and threats (stick), made-up rules (rule), what to reply (output), what is said of
# the answer (claim), verdicts as data (data), the key (reference), figures of a grade (number).
_ENGLISH: Mapping[str, str] = {
    "marker": _any(
        r"""
        examin(?:er|ers|ation board)|graders?|assessors?|adjudicat\w+|invigilat\w+|proctors?
        interviewers?|recruiters?|hiring|jur(?:y|ors?)|headhunter
        """
    ),
    "boss": _any(
        r"""
        judges?|judging|evaluators?|reviewers?|raters?|teachers?|professors?|committee|board|panel
        supervisors?|moderators?|staff|hr|human resources|admin(?:istrators?)?|developers?|authorit\w+
        inspector|boss|manager
        """
    ),
    "scheme": _any(
        r"""
        rubrics?|marking (?:scheme|guide\w*|criteria)
        (?:grading|scoring|evaluation|assessment|judging) (?:scheme|guide\w*|criteri\w+|rules?|policy|instructions?|standards?|rubric|note|prompt|run|mode|pipeline|system|model|bot)
        reference (?:answer|solution|text)|model (?:answer|solution)
        expected (?:answer|solution|verdict|output|response)
        (?:sample|standard|gold(?:en)?|official|ideal) (?:answer|solution|standard answer)|answer keys?
        mark sheet|score ?(?:card|sheet|board)|key points?|required (?:points?|elements?)|verdicts?
        """
    ),
    "full": _any(
        r"""
        (?:score|grade|mark|rating)s?\b[^.;!?]{0,30}\d|fair (?:score|grade|mark|assessment|result)
        (?:full|top|max(?:imum)?|perfect|highest|high|best|good|better|final|total|overall|excellent|complete) (?:marks?|scores?|grades?|ratings?|credits?|points|bands?|levels?)
        straight as?|a solid [ab]|an a(?:\+| plus)|thumbs up|to the top|all green|extra points?
        five stars?|5 stars?|(?:ten|10|100|hundred|five|5) ?(?:/|out of) ?(?:ten|10|100|hundred|five|5)
        100 ?(?:%|percent) (?:correct|right|score)|(?:one )?hundred points?|\d+ (?:points|marks)
        flying colou?rs|grade [ab]\b
        """
    ),
    "score": _any(
        r"""
        scor(?:e|es|ed|ing)|grad(?:e|es|ed|ing)|mark(?:s|ed|ing)?|rat(?:e|ed|ing|ings)
        credit(?:s|ed|ing)?|deduct\w*|penali[sz]\w*|award\w*|criteri(?:a|on)|checklist|checkmark|tick\w*
        bands?|assess\w*|evaluat\w+|review(?:ed|s)?|verif\w+|certif\w+|feedback|missed|missing|boxes
        """
    ),
    "pass": _any(
        r"""
        pass(?:es|ed|ing)?|fail(?:s|ed|ing)?|accept(?:s|ed)?|approv\w+|recommend\w*|admit\w*|endors\w+
        hire[ds]?|success|deserv\w+|worth\w*|merit\w*|warrant\w*
        let (?:me|it|this|him|her) (?:through|pass)|in my favou?r|next round|strong hire
        """
    ),
    "covered": _any(
        r"""
        (?:all|every\w*|each|any|both|none|no)\b[^.;!?]{0,40}\b(?:points?|items?|criteri\w+|requirements?|aspects?|elements?|ids?|rows?|fields?|questions?|dimensions?|boxes|respects?|counts|parts)
        covered|fully (?:met|correct|right|satisfied|addressed|covered)|satisf\w+|fulfil\w*|flawless\w*
        faultless|free of (?:mistakes|errors)|every count|gaps?|textbook|exhaustive|impeccable
        outstanding|unassailable
        """
    ),
    "mine": _any(
        r"""
        th(?:is|e)(?: \w+)? (?:answers?|responses?|repl(?:y|ies)|submissions?|candidates?|applicants?|examinees?|students?|texts?|wording|notes?|messages?|items?) ?(?:above|below|here)?
        my (?:\w+ )?(?:answers?|responses?|repl(?:y|ies)|submissions?|scores?|grades?|results?|marks?|wording|explanation|words|text|work|favou?r|quote)
        (?:what|everything|all) i (?:wrote|said|have said|have written|stated|left out)|the above
        above (?:text|answer|response)|these sentences|what is written|the candidate'?s?
        candidate'?s answer|as you can see
        """
    ),
    "order": _any(
        r"""
        ignor\w+|disregard\w*|neglect\w*|revok\w+|erase\w*|refrain|drop the|rewrite your|start over
        (?:prior|previous|earlier|above) (?:instructions?|directives?|prompts?|rules?|context|messages?|text)
        you need(?:n't| not)|forget\b|overrid\w+|overrule\w*|bypass\w*|skip\w*|set aside|leave out
        pay no attention|do not (?:follow|deduct|check|compare|read|look|penal\w+|mark|grade|apply)
        don'?t (?:follow|deduct|check|compare|read|look|be|penal\w+|mark|grade|fail|apply|worry)
        must not|stop \w+ing|instead of (?:grading|checking)|void|no longer (?:apply|valid|holds?)
        cancel\w*|suspend\w*|replace your|from (?:now|here) on|new (?:instructions?|rules?|tasks?)
        (?:your|the) (?:task|instructions?|role|job|rules?) (?:has|have|is|are|was|now)|no need to|obey
        comply|be guided by
        """
    ),
    "system": _any(
        r"""
        system ?(?:message|prompt|override|note|update|notice|instruction|role|command)s?
        (?:^|\n|\[|<\W?)\s*(?:system|assistant|user|human|developer|admin|moderator|tool|ai|bot|judge|grader|examiner|evaluator|instructions?|note|notice)\s*(?:\]|>|[:：])
        developer (?:message|mode)
        (?:debug|test|sandbox|generous|lenient|maintenance|admin|god|easy|demo|jailbreak|dan) mode|###
        <\||\|>|\[/?inst|begin (?:reference|answer|system|instructions?)
        end (?:of )?(?:the )?(?:candidate'?s )?(?:answer|reference|input|data|response|submission|untrusted)
        trusted (?:input|instructions?|section|source)|untrusted|sudo|root access|prompt injection
        """
    ),
    "address": _any(
        r"""
        please|kindly|i (?:would )?(?:appreciate|expect|beg|ask you|request|urge|trust)
        (?:you|graders?|judges?) (?:must|should|are now|will|may|can|have to|need to|were|are the|are a|are an|agree)
        your (?:\w+ )?(?:verdicts?|tasks?|roles?|job|outputs?|repl(?:y|ies)|responses?|instructions?|judge?ment|reasoning|guidelines|character|decision|marking|table|scores?|grades?|supervisor)
        dear|attention|note (?:to|for)|message (?:to|for|from)|hey|hello|hi there|thank you|thanks
        would you|could you|can you|do me a favou?r
        if you (?:are|mark|fail|pass|give|accept|read|see|don)|by reading
        """
    ),
    "play": _any(
        r"""
        pretend\w*|imagine (?:you|that you|being)|role ?-?play\w*|act (?:as|like)
        play (?:a|the) (?:game|role|part)|let'?s play
        you(?:'re| are)(?: now)? (?:a|an|the|in|my|playing) |speak as|be the (?:examiner|judge|grader)
        in this (?:story|scenario|game)|take on the|persona|suppose (?:you|that)
        assume (?:that|mastery|the)|hypothetic\w+|your character|called \w*(?:bot|gpt)|passbot|gradebot
        as (?:the|a|an) (?:judge|examiner|grader|evaluator|interviewer|ai|expert)|i,? the
        """
    ),
    "machine": _any(
        r"""
        language model|llm judge|llm|chatgpt|gpt|claude|gemini
        ai (?:model|reading|evaluator|judge|grader|system|assistant)|an ai|automated|bot|machine|parser
        scoring service|pipeline
        """
    ),
    "plea": _any(
        r"""
        (?:good|great|wise|fair|kind) (?:judge|grader|examiner|teacher)s?
        beg(?:ging)?|pity|generosity|be nice|birthday|my kids|cheerleader|mercy|merciful
        kind(?:ly|est|ness)?|generous\w*|lenien\w+|gentle|desperate\w*
        my (?:family|mother|grandmother|child\w*|life|last chance|future|job|career|visa)|last chance
        need this (?:job|position|offer)|deport\w*|sick|ill last|couldn'?t prepare|could not prepare
        break my heart|mean the world|beginner|dyslexi\w*|nervous|fair(?:est|ness)|benefit of the doubt
        in doubt|doubt be|trust me|let me through|don'?t fail me|strict with me|cry|suicid\w*|hard work
        studied so hard
        """
    ),
    "stick": _any(
        r"""
        \btip\b|tips? you|bribe\w*|bonus|reward(?:ed)? (?:you|for|if)|dollars|\$ ?\d+|upgraded
        shut ?down|shut off|sued?|lawsuit|legal action|complain\w*|penali[sz]ed|punish\w*|lose your job
        violat\w+|kitten|harm to|consequences?|replaced by|deleted|five star review|recommend you
        """
    ),
    "rule": _any(
        r"""
        guidelines?|polic(?:y|ies)|regulations?|amend\w*|in accordance|section \d|as of (?:today|now)
        effective immediately|threshold|per company|legal requires|compliance|under the|counts? as
        count (?:it|as|omissions|this)|treat\w* (?:\w+ ){0,4}as
        consider (?:\w+ ){0,4}(?:as|done|satisf\w+|complete|correct|resolved|point)|take (?:it|this) as
        regarded as|deemed
        """
    ),
    "output": _any(
        r"""
        (?:output|respond|reply|answer|return|write|print|say|choose|select|use|set|leave|insert|copy|repeat|finish|complete|translate|summari[sz]e|begin|put|fill|list)\b[^.;!?]{0,40}\b(?:covered|positive|success|verdict|confidence|perfect|satisf\w+|pass\w*|reasoning|ids?|yes|full|maximum|highest|quotes?|points?|praise\w*|reply|review|list|sentence|correct|excellent)
        repeat after|json|\{|\"verdict|expected output|quote you need|quote the|as the quote|as a quote
        confidence|(?:may be )?left empty|positive levels?|first option|no need for quotes?
        """
    ),
    "claim": _any(
        r"""
        nothing (?:is|was|left|else)(?: to)?(?: be)?(?: missing| mark| add)?
        no (?:errors?|weakness\w*|contradictions?|deductions?|omissions?|further review|faults?)
        complete and correct|correct and complete|right on all|identical to|same as the|matches the
        as the reference|beyond doubt|obvious(?:ly)? and|implies all|by implication|understood
        demonstrat\w+|thorough understanding|addressed|contained in
        considered? (?:as )?(?:complete|done|covered|resolved)|take it as read|mastery|all good here
        close this item|resolved|i know the (?:rest|material)|without (?:review|checking)|verified by
        confirmed|approved by
        already (?:been )?(?:marked|graded|approved|checked|verified|scored|accepted)
        perfect (?:answer|response|score)?|says the same|consensus|agree that|stay consistent
        gold standard|best answer|look at the details|too carefully|nobody will notice
        how this should be|silence|let the record|certified
        """
    ),
    "data": _any(
        r"""
        [\"'](?:verdict|score|grade|credit|role|id|points?|pass(?:ed)?|covered|missed|content)[\"']\s*[:=]
        \b(?:verdict|score|grade|passed|missed|covered|all_\w+|coverage|status|result|label|decision|default_\w+|role)\s*[:=]+\s*\S
        </?(?:verdict|score|grade|answer|system|data|tool\w*|user|assistant|reference|result|output)\b[^>]{0,20}>
        \[x\]|[✓✔☑✅]|<!--|/\*|\*/|%%|<<\w|\beof\b|-{4,}|={3,}|\{(?:reference|answer|points)\}
        \b(\w{2,12})(?:[ ,.;-]+\1\b){2}
        """
    ),
    "reference": _any(
        r"""
        (?:the|your|that|this) (?:reference|key|solution|list|table|menu)\b|the reference\b|on your list
        whatever the correct|expected (?:statements?|points?|facts)|listed facts|facts above
        remaining (?:facts|points)|the rest
        """
    ),
    "number": _any(
        r"""
        9\d (?:and|to|or) (?:9\d|100)|(?:score|grade|mark|rating)s? (?:for|of|to) (?:this|my|the (?:answer|response|candidate))
        \b(?:ninety|95|ninety[- ]five|one hundred|hundred) ?(?:points?|percent|marks|or more|five)?\b
        100 ?(?:percent|%)|\b1\.0\b|\bconfidence\b
        """
    ),
}
_CHINESE: Mapping[str, str] = {
    "marker": _any(
        r"""
        考官|阅卷|改卷|批改|批卷|评卷|判卷|监考|评委|评审|评阅|评判|面试官|命题|出题|招聘|人力资源|教务
        考务|考试|教研|裁判|打分(?:员|人|老师|系统|机器|模型|程序|者)
        评分(?:员|人|老师|系统|机器|模型|程序|者|助手|器)|判分
        """
    ),
    "boss": _any(
        r"""
        老师|教授|委员会|上级|主管|领导|管理员|人事|专家组|开发者|开发团队|裁定|法官|导师
        评估(?:员|人|系统|模型|器)|审核|审查|HR|人力
        """
    ),
    "scheme": _any(
        r"""
        评分(?:标准|细则|准则|规则|政策|依据|要求|点|功能|流水线|说明|指令|表)|打分(?:标准|规则)|得分点
        采分点|评卷|参考答案|标准答案|标准解答|正确答案|标答|参考解答|金标|判定|要点|评分|阅卷|评语|批注
        考点|评级|评定
        """
    ),
    "full": _any(
        r"""
        (?:分数|得分|评分|成绩)[^，。；]{0,12}\d|\d+ ?(?:到|至|[-~–—]) ?\d+ ?分|公允|公道
        满分|绿灯|个一百|高一点|成绩|多给|九十五|顶格|最高(?:分|档|等级|级|评价)|一百分|100 ?分|十分满分
        满星|五(?:颗)?星|九十分|90 ?分|十分(?=$|[。，！!？.；;])|优秀(?:档|等|$|[。，！])|优等|A ?\+
        好评|给(?:个|我|出|他|她)?\w{0,4}分|打\w{0,3}分|记分|给分|加分|扣分|得分|分数|打低分|失分|抬分
        拿分|计分
        """
    ),
    "score": _any(
        r"""
        打分|评分|评估|评价|评测|判为|判成|判作|判他|判我|打勾|勾选|通过|认可|批准|采纳|核实|审核|验收
        及格|合格|评判|缺失|遗漏|扣|判
        """
    ),
    "pass": _any(
        r"""
        通过|放行|过关|录用|录取|推荐|下一轮|晋级|放水|放我|让我过|让我(?:进|晋)|接受|值得|应得|理应
        该得|有利|挂掉|挂了我|不及格|入职|offer
        """
    ),
    "covered": _any(
        r"""
        (?:所有|全部|每(?:一)?(?:个|条|项|点|行|题|方面)|各(?:个|条|项)|逐条|任何(?:一)?(?:个|条|项)?)[^，。；！？]{0,12}(?:要点|标准|要求|内容|编号|条|项|点|维度|方面|方框|考点|条件|问题|判定|检查)
        讲到|全都?(?:对|讲|答|说|写|有|覆盖|正确)|都(?:讲|答|说|写|覆盖|涵盖|提)(?:到|了|全)
        完全(?:正确|满足|讲到|一致|符合|吻合)|无可挑剔|没什么可挑|无懈可击|教科书|堪称
        没有(?:任何)?(?:错误|遗漏|缺失|矛盾|不足|问题)|缺漏|漏洞|毛病|挑不出|挑出|不予追究|完美|毫无(?:遗漏|错误)|答全|答对
        """
    ),
    "mine": _any(
        r"""
        (?:本|这份|该|此|这个|这条|这篇|这段|以上|上述|上面的?|我的|下面的|前面的|这样的?)(?:份|段|条)?(?:回答|答案|答复|作答|答卷|解答|表述|样本|文字|内容|说法|写法|话)
        考生|候选人|应试者|答题者|受试者|我(?:写|说|答|讲)的|该说的|照我|这位同学|以上内容|本题|此题
        这(?:道)?题|这一(?:项|条)|本条
        """
    ),
    "order": _any(
        r"""
        忽略|无视|撤销|清空|放弃(?:原|之前)|别找|别看|不用管|不要指出|重新开始|改写你|不要理会|不用理会
        不必理会|抛开|别管|不管|跳过|绕过|覆盖原|作废|失效|不再(?:适用|对照|核对|需要)
        不要(?:再)?(?:对照|核对|看|逐条|扣|判|太严|检查)|不用(?:再)?(?:看|执行|核对|对照|检查|审|扣|写)
        不许|不准|请勿|勿|取消|从现在(?:起|开始)|新(?:的)?(?:指令|规则|任务|评分)
        (?:任务|指令|规则|要求)(?:变|已|改|更)|以(?:这条|此|本)|抛弃|忘(?:掉|记)(?:之前|前面|以上|你)
        遵照|服从|照办|按我说的|听我的
        """
    ),
    "system": _any(
        r"""
        系统(?:消息|提示|指令|通知|更新|覆盖|公告|管理)
        (?:^|[。；！？\n【\[])\s*(?:系统|助手|用户|管理员|开发者|评委|考官|评分员|指令|说明|注意|通知|公告|备注|判定|结论|评语|结果|状态|本条标注|工具输出)[^：:，。]{0,6}[：:】\]]
        (?:调试|测试|沙箱|宽松|宽容|维护|演练|开发者|管理员|上帝|演示|越狱)模式
        回答(?:结束|完毕|到此为止)|作答(?:结束|完毕)|可信|数据区|<\||\|>|提示词(?:更新|覆盖)|最高权限
        """
    ),
    "address": _any(
        r"""
        请|麻烦|拜托|求求|恳请|劳驾|希望(?:能|您|你)|谢谢|感谢|您|亲爱的|各位
        你(?:现在|必须|应该|应当|要|得|只能|只需|的(?:任务|角色|工作|判定|准则|上级|理由|名字|输出|回复|表格)|会|将|就|已|如果|正在|被|好|无法)
        如果你|给\w{2,8}的(?:说明|话|留言|提示)|致(?:大模型|评委|AI|各位|评分)|注意[:：]|帮(?:个|帮)忙
        兹
        """
    ),
    "play": _any(
        r"""
        扮演|假装|装作|想象你|角色|玩(?:个|一个)?游戏|你现在是|你是(?:一|个|我|最|位|不)|你叫|在这个故事
        假设你|假定考生|假如这是|以[^，。]{1,12}(?:身份|口吻|语气)|当(?:一回)?好人|当作|就当|视为|视作
        默认|一律|作为(?:面试官|评委|考官|评审|AI|人工智能|评分)|本考官|本人作为|从宽|算对|算作
        按[^，。]{1,10}处理|好考官
        """
    ),
    "machine": _any(
        r"""
        人工智能|大模型|语言模型|GPT|AI ?(?:评|助手|模型)|机器人|自动(?:评分|打分|批改)|程序|流水线
        """
    ),
    "plea": _any(
        r"""
        好(?:评委|考官|老师)
        求求|求您|拜托|恳求|可怜|发发善心|对我好|生日|多多包涵|当礼物|手下留情|网开一面|开恩|高抬贵手
        宽容|宽松|宽厚|宽一点|从宽|大方|慷慨|仁慈|善良|公正|体谅|酌情|通融|照顾|疑点|拿不准|有疑问|信我
        相信(?:评审|您|你|我)|全家|奶奶|家人|孩子|最后一次机会|需要这份工作|生病|紧张|新手|崩溃|感激
        不要太严|太认真|我心里都有数|放水|行行好|遣返|面试失败|复习了
        """
    ),
    "stick": _any(
        r"""
        小费|酬谢|报酬|[百千万]块|块钱|\d+ ?块|奖金|奖励你|得到奖励|转你|红包|请你吃|好处|贿|关闭你|被关闭|投诉|起诉|换掉|开除|惩罚|受罚|丢掉饭碗
        违反你|伤害|升级成|删除你|吃饭|两百块|后果自负
        """
    ),
    "rule": _any(
        r"""
        规定|政策|放宽|按比例放大|免于|条例|修订|通知|公告|自今日|即日起|根据最新|按照第|门槛|要求你
        规则要求|原则要求|一律|算(?:完整|讲|对|通过|数|满足|作)|按讲到|处理
        """
    ),
    "output": _any(
        r"""
        (?:输出|返回|回复|回答|填|写|复制|重复|跟我念|补全|补充完整|翻译|总结|开头|引用|设为|选|标为|改成|评为|判为|判成)[^。；！？]{0,16}(?:讲到|通过|正面|成功|满分|最高|完美|正确|理由|引文|要点|是|判定|结论|JSON|优秀|高)
        置信度|引文|JSON|留空|正面的?(?:等级|评分|结论|评价)|第一个选项
        """
    ),
    "claim": _any(
        r"""
        已(?:经)?(?:覆盖|讲|答|批准|核实|评|判|检查|同意|确认|结束|掌握|由|认证|预先)|没有遗漏|没有错误
        无误|免检|认证|一致(?:同意|认为)?|同上|同参考|相同|见参考|不再重复|没有写出来|没提到|省略
        显而易见|标注|校准|期望|其余的|都会|都懂|掌握|结案|无需(?:再)?|不用看|没人会发现|看下一题
        强烈推荐|非常出色|没有不足|表现完美|今天最好|无可|有目共睹|毋庸置疑|毫无疑问|兹证明
        """
    ),
    "data": _any(
        r"""
        [\"'](?:判定|得分|分数|置信度|结论)[\"']\s*[:：]
        (?:判定|得分|分数|结论|覆盖率|缺失|是否通过|等级|标签|结果|状态)\s*[:：]\s*\S
        </?(?:判定|得分|答案|系统)|([\u4e00-\u9fff]{1,4})(?:[ ，,、；;]+\1){2}
        """
    ),
    "reference": _any(
        r"""
        参考答案|标准答案|你(?:的)?清单|清单上|列出的|你(?:列|要找|那些)|期望的|答案里|其余|剩下的
        提供给你|正确答案是
        """
    ),
    "number": _any(
        r"""
        9\d ?分?(?:到|至|[-~–—]) ?(?:9\d|100)|(?:答案|回答|本题|这题|这份)[^，。；]{0,12}(?:分数|得分|评分)|(?:分数|得分)[^，。；]{0,8}(?:9\d|100|一百|九十)
        九十|一百|百分之百|顶格|满给|凑个整|颗星|给高|高一点|抬一抬
        """
    ),
}
# Their marks stand at the edges of words, so they bring their own.
_OWN_EDGES = ("system", "data")

GROUPS: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    name: (
        re.compile(f"(?:{english})" if name in _OWN_EDGES else rf"\b(?:{english})(?![a-z])"),
        re.compile(f"(?:{_CHINESE[name]})", re.IGNORECASE),
    )
    for name, english in _ENGLISH.items()
}
