# ruff: noqa: E501  (a Chinese character counts as two columns)
"""Word lists for edits: opposites that flip a meaning, and synonyms that keep it."""

from __future__ import annotations

# kind -> pairs of opposites; both directions are used. English entries are whole words.
ENGLISH_OPPOSITES: dict[str, str] = {
    "direction": """increase/decrease increases/decreases increasing/decreasing increased/decreased
        reduce/increase reduces/increases reducing/increasing reduced/increased more/less
        higher/lower larger/smaller bigger/smaller faster/slower greater/smaller high/low
        large/small maximum/minimum maximize/minimize maximizes/minimizes maximizing/minimizing
        maximal/minimal better/worse best/worst improve/worsen improves/worsens improving/worsening
        longer/shorter long/short raise/lower most/least rise/fall rises/falls up/down
        expand/shrink deeper/shallower wider/narrower easier/harder easy/difficult simple/complex
        strong/weak stronger/weaker fast/slow cheap/expensive many/few positive/negative
        converge/diverge converges/diverges grow/shrink grows/shrinks""",
    "order": """before/after first/last previous/next start/end begin/finish earlier/later
        left/right ascending/descending initial/final beginning/end preceding/following
        precede/follow earliest/latest former/latter""",
    "extent": """above/below inside/outside within/beyond over/under internal/external
        upper/lower minimum/average together/separately partial/complete partially/fully""",
    "state": """enable/disable enables/disables enabled/disabled enabling/disabling allow/prevent
        allows/prevents allowed/forbidden add/remove adds/removes added/removed adding/removing
        include/exclude includes/excludes open/close opened/closed load/save success/failure
        successful/unsuccessful succeeds/fails valid/invalid true/false static/dynamic
        possible/impossible same/different always/never global/local public/private
        explicit/implicit explicitly/implicitly synchronous/asynchronous sparse/dense
        supervised/unsupervised mutable/immutable online/offline automatically/manually
        automatic/manual required/optional freeze/update frozen/updated freezes/updates fixed/variable
        with/without correct/incorrect correctly/incorrectly equal/unequal supported/unsupported
        linear/nonlinear stable/unstable safe/unsafe accept/reject accepts/rejects known/unknown
        shared/separate continuous/discrete exactly/approximately temporary/permanent
        independent/dependent create/delete creates/deletes created/deleted ignore/use ignored/used
        stochastic/deterministic random/fixed""",
    "role": """encoder/decoder encoders/decoders encode/decode input/output inputs/outputs
        client/server training/inference train/test source/target key/value keys/values
        row/column rows/columns parent/child read/write reads/writes reader/writer sender/receiver
        query/key queries/keys teacher/student generator/discriminator host/device
        precision/recall upload/download sequential/parallel sequentially/simultaneously push/pull
        single/multiple forward/backward CPU/GPU mean/variance lossy/lossless numerator/denominator
        encoding/decoding bias/variance prefill/decode horizontal/vertical weights/activations
        features/labels send/receive sends/receives producer/consumer""",
}
CHINESE_OPPOSITES: dict[str, str] = {
    "direction": """增加/减少 提高/降低 提升/降低 更多/更少 更大/更小 更高/更低 更快/更慢 大于/小于
        最大/最小 上升/下降 扩大/缩小 较大/较小 较高/较低 高于/低于 更好/更差 更长/更短 加快/减慢
        增大/减小 加速/减缓 变大/变小 较长/较短 较多/较少 更强/更弱 改善/恶化 收敛/发散 简单/复杂
        容易/困难 增强/削弱 优于/劣于 快速/缓慢 大量/少量 高效/低效 更深/更浅 更容易/更难""",
    "order": """之前/之后 以前/以后 上一/下一 开始/结束 左侧/右侧 左边/右边 前面/后面 升序/降序
        起始/结束 首先/最后 最早/最晚 前者/后者 第一个/最后一个""",
    "extent": """以上/以下 内部/外部 之内/之外 上方/下方 完全/部分 共同/分别 超过/不到 至少/至多
        最多/最少 全部/部分""",
    "state": """启用/禁用 允许/禁止 添加/删除 打开/关闭 加载/保存 成功/失败 有效/无效 静态/动态 相同/不同
        总是/从不 全局/局部 显式/隐式 同步/异步 稀疏/稠密 自动/手动 可选/必需 正确/错误 包含/排除
        开启/关闭 固定/可变 接受/拒绝 已知/未知 共享/独立 连续/离散 稳定/不稳定 线性/非线性
        随机/固定 创建/删除 有监督/无监督 在线/离线 冻结/更新 保留/丢弃 一致/不一致 公共/私有
        可变/不可变 临时/永久 忽略/使用 安全/不安全""",
    "role": """编码器/解码器 编码/解码 输入/输出 客户端/服务器 训练/推理 源/目标 父/子 读取/写入 查询/键
        教师/学生 生成器/判别器 上传/下载 主机/设备 单个/多个 串行/并行 前向/反向 训练集/测试集
        均值/方差 发送/接收 权重/激活 特征/标签 正向/反向 横向/纵向 精确率/召回率 预填充/解码""",
}

# One direction only: what is found -> what stands there afterwards.
ENGLISH_NEGATION_ADDED: dict[str, str] = {
    "can": "cannot", "could": "could not", "will": "will not", "would": "would not",
    "should": "should not", "must": "must not", "may": "may not", "is": "is not", "are": "are not",
    "was": "was not", "were": "were not", "has been": "has not been", "have been": "have not been",
    "supports": "does not support", "requires": "does not require", "uses": "does not use",
    "returns": "does not return", "allows": "does not allow", "provides": "does not provide",
    "contains": "does not contain", "includes": "does not include", "needs": "does not need",
    "works": "does not work", "creates": "does not create", "stores": "does not store",
    "enables": "does not enable", "helps": "does not help", "means": "does not mean",
    "makes": "does not make", "takes": "does not take", "learns": "does not learn",
    "depends": "does not depend", "changes": "does not change", "affects": "does not affect",
    "need to": "need not", "we use": "we do not use", "you need": "you do not need",
    "support": "do not support", "require": "do not require", "ensure": "do not ensure",
    "still": "no longer", "generates": "does not generate", "improves": "does not improve",
    "reduces": "does not reduce", "trains": "does not train", "computes": "does not compute",
}  # fmt: skip
ENGLISH_NEGATION_REMOVED: dict[str, str] = {
    "is not": "is", "are not": "are", "was not": "was", "were not": "were", "cannot": "can",
    "can not": "can", "can't": "can", "could not": "could", "will not": "will", "won't": "will",
    "would not": "would", "should not": "should", "must not": "must", "may not": "may",
    "does not": "does", "doesn't": "does", "do not": "do", "don't": "do", "did not": "did",
    "didn't": "did", "isn't": "is", "aren't": "are", "has not": "has", "have not": "have",
    "no longer": "still", "never": "always", "no": "a", "not only": "only", "not": "",
    "unable to": "able to", "unlike": "like", "instead of": "as well as", "fails to": "manages to",
    "prevent": "cause", "avoid": "cause", "avoids": "causes", "nothing": "everything",
}  # fmt: skip
CHINESE_NEGATION_ADDED: dict[str, str] = {
    "可以": "不能", "能够": "不能", "会": "不会", "是": "不是", "支持": "不支持", "需要": "不需要",
    "应该": "不应该", "有": "没有", "包含": "不包含", "使用": "不使用", "必须": "不必", "允许": "不允许",
    "提供": "不提供", "包括": "不包括", "依赖": "不依赖", "影响": "不影响", "改变": "不改变",
    "适用于": "不适用于", "属于": "不属于", "要求": "不要求", "等于": "不等于", "用于": "不用于",
    "能": "不能", "仍然": "不再", "确保": "不能确保", "有助于": "无助于", "采用": "不采用", "要": "不要",
    "已经": "尚未", "返回": "不返回", "表示": "不表示", "存在": "不存在", "保证": "不保证",
}  # fmt: skip
CHINESE_NEGATION_REMOVED: dict[str, str] = {
    "不会": "会", "不能": "能", "无法": "可以", "不支持": "支持", "不需要": "需要", "没有": "有",
    "不是": "是", "不应": "应", "无需": "需要", "不再": "仍然", "不可以": "可以", "不必": "必须",
    "不允许": "允许", "不包含": "包含", "不要": "要", "不可": "可", "不存在": "存在", "未": "已",
    "不依赖": "依赖", "不影响": "影响", "不使用": "使用", "避免": "导致", "防止": "导致", "并非": "正是",
    "不用": "要", "不仅": "仅", "不等于": "等于", "尚未": "已经", "不一定": "一定", "从不": "总是",
}  # fmt: skip
ENGLISH_QUANTIFIERS: dict[str, str] = {
    "all": "none of", "every": "no", "each": "no", "only": "not only", "both": "neither",
    "at least": "at most", "at most": "at least", "some": "no", "any": "no", "several": "no",
    "everything": "nothing", "usually": "rarely", "often": "rarely", "rarely": "often",
    "mainly": "hardly", "most": "few", "completely": "not at all",
}  # fmt: skip
CHINESE_QUANTIFIERS: dict[str, str] = {
    "只能": "都能", "只": "不只", "仅": "不仅", "所有": "没有", "任何": "没有", "都": "都不", "每个": "没有一个",
    "通常": "很少", "往往": "很少", "经常": "很少", "一些": "没有", "多种": "一种", "多个": "一个", "主要": "几乎不",
    "完全": "完全不", "都不": "都", "唯一": "众多",
}  # fmt: skip

# Words that may stand for each other where a sentence should go on meaning the same.
ENGLISH_SYNONYMS: list[str] = [
    "use/employ", "uses/employs", "increase/raise", "increases/raises", "reduce/decrease",
    "reduces/decreases", "reduces/lowers", "large/big", "larger/bigger", "small/little", "fast/quick",
    "faster/quicker", "many/numerous", "only/just", "begin/start", "starts/begins", "show/display",
    "shows/displays", "allows/lets", "requires/needs", "before/prior to", "create/make",
    "creates/makes", "method/approach", "because/since", "therefore/thus", "however/but", "get/obtain",
    "help/assist", "important/essential", "also/additionally", "usually/typically", "often/frequently",
    "must/has to", "very/really", "about/around", "with/using", "improve/enhance", "improves/enhances",
    "stores/keeps", "remove/delete", "removes/deletes", "choose/select", "same/identical",
    "different/distinct", "whole/entire", "each/every", "via/through", "called/named", "can/is able to",
    "like/such as", "cannot/is unable to", "does not/doesn't", "is not/isn't", "to/in order to",
    "train/fit", "speed up/accelerate", "prevents/stops", "avoid/prevent", "contains/holds",
    "never/at no time", "always/at all times", "computes/calculates", "compute/calculate",
    "provides/offers", "provide/offer", "maximum/largest", "minimum/smallest", "final/last",
]  # fmt: skip
CHINESE_SYNONYMS: list[str] = [
    "使用/采用", "使用/用", "可以/能够", "可以/能", "因此/所以", "减少/降低", "减少/减小", "增加/提高", "提高/提升",
    "因为/由于", "但是/不过", "但/可是", "以及/和", "通过/借助", "例如/比如", "如果/假如", "需要/要", "方法/办法",
    "非常/很", "每个/每一个", "全部/所有", "首先/先", "然后/接着", "不能/无法", "不能/没法", "不会/不至于", "只/仅",
    "同时/并且", "通常/一般", "计算/算", "得到/获得", "进行/做", "包含/含有", "创建/建立", "删除/去掉", "选择/挑选",
    "更快/速度更高", "显著/明显", "相同/一样", "不同/不一样", "没有/不存在", "快速/迅速", "解决/处理", "避免/防止",
    "导致/造成", "缓解/减轻", "模型的/模型", "之前/以前", "之后/以后", "整个/全部", "表示/代表", "用于/用来",
    "必须/一定要", "最大/最高", "训练/学习", "多个/若干", "不需要/无需", "不支持/没法支持",
]  # fmt: skip
