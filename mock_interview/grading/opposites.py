# ruff: noqa: E501  (tables read best with one row a line)
"""Words that turn a statement round: opposites under one name in both languages, and negations.

Data only. Each row is ``name: one side | other side``; English entries are word beginnings.
"""

from __future__ import annotations

# A word ends in "$" where only the whole word counts.
ROWS = """
more: increas raise$ raises raising rise$ rises rising grow more$ higher greater larger bigger upward up$ expand enlarg amplif high$ large$ big$ 增加 增大 提高 提升 上升 升高 变大 变高 变多 变长 扩大 更多 更大 更高 增长 较大 较高 较多 越大 越高 越多 越长 调高 调大 放大 高于 大于 超过 多于 翻倍 | decreas reduc lower lowers lowering fall$ falls falling shrink less$ fewer smaller downward down$ drop$ drops diminish cut$ cuts low$ small$ tiny 减少 减小 降低 下降 变小 变低 变少 变短 缩小 更少 更小 更低 较小 较低 较少 越小 越低 越少 越短 调低 调小 低于 小于 少于 缩短 压低 减半
quick: fast quick speed rapid accelerat 更快 加快 加速 快速 变快 提速 很快 越快 | slow 更慢 减慢 减速 缓慢 变慢 很慢 越慢
good: better best improv benefit strong good$ robust superior 更好 改善 提升 更强 变好 优于 有利 越好 较好 | worse worst degrad hurt harm weak bad$ poor inferior 更差 恶化 变差 更弱 劣于 有害 不利 越差 较差 变坏
long: longer long$ 更长 较长 长序列 长文本 | shorter short$ 更短 较短 短序列 短文本
most: most$ maxim at-least max$ 最大 最多 最高 至少 | least minim at-most min$ 最小 最少 最低 至多
before: before earlier first$ previous prior preced 之前 以前 前面 首先 事先 提前 先 前者 | after later last$ next$ subsequent follow 之后 以后 后面 最后 事后 后者
all: all$ every each$ always entire whole complet full fully both$ 所有 全部 全体 每个 每一 总是 始终 一直 完全 整个 都 完整 全量 | none$ some$ part$ partial few$ subset rarely sometimes neither 部分 少数 个别 很少 有时 偶尔 一部分 局部
only: only$ just$ sole single one$ 只 仅 唯一 单个 一个 单一 | multiple several many$ various 多个 多种 多条 若干
keep: keep kept preserv retain stay remain unchang frozen freez fix$ fixed constant 保持 保留 不变 冻结 固定 不动 | chang updat modif discard remov delet drop$ drops trainabl learnabl variabl 改变 更新 修改 丢弃 删除 去掉 解冻 变化 可变
allow: allow enabl permit let$ lets 允许 启用 打开 开启 | prevent disabl forbid block$ blocks avoid prohibit 禁止 禁用 防止 避免 关闭
add: add$ adds adding added append insert includ 添加 加上 加入 插入 包含 增添 | remov delet subtract exclud drop$ drops 删除 移除 减去 排除 去掉
cost: expensive cost$ costs costly heavy 昂贵 很贵 更贵 开销大 成本高 | cheap free$ light 便宜 更便宜 省 免费 开销小 成本低 轻量
hard: hard$ harder difficult complex complicated 困难 更难 复杂 很难 | easy easier simple simpler 容易 更容易 简单
same: same$ identical equal shared share$ shares 相同 一样 一致 相等 共享 共用 同一 | differ distinct separate independen 不同 不一样 不一致 不等 独立 各自 分别
input: input encoder encod 输入 编码 | output decoder decod 输出 解码
train: train fine-tun finetun 训练 微调 | inferenc deploy serving 推理 部署 上线
prefill: prefill 预填充 | decod 解码
static: static offline fixed 静态 离线 | dynamic online 动态 在线
parallel: parallel simultaneous concurren 并行 同时 并发 一次性 | sequential serial one-by-one 串行 逐个 依次 顺序 逐步 先后
explicit: explicit 显式 明确 | implicit 隐式 隐含
local: local 局部 本地 | global 全局 整体
sparse: sparse 稀疏 | dense 稠密 密集
random: random stochast sampl 随机 采样 | determin greedy 确定性 确定 固定 贪心
linear: linear 线性 | nonlinear quadratic exponential 非线性 平方 二次方 二次 指数
positive: positive 正的 正样本 正数 正向 | negative 负的 负样本 负数 负向 反向
forward: forward 前向 | backward 反向 后向
left: left$ 左 | right$ 右
stable: stable stabil converg 稳定 收敛 | unstable diverg oscillat 不稳定 发散 震荡 抖动
true: true$ correct valid right$ 正确 有效 真实 准确 | false$ wrong incorrect invalid 错误 无效 虚假 不准
need: need require must$ necessar depend 需要 必须 依赖 要求 要 | without optional unnecessar 无需 不需要 不必 不用 可选 无须
supervised: supervised label 有监督 监督 标注 | unsupervised unlabel 无监督 无标注
row: row$ rows 行 | column columns 列
sender: client caller 客户端 调用方 | server host 服务端 服务器 主机
near: near close$ nearby local neighbo 近 邻近 附近 | far$ distant remote 远 远处
open: open$ public 开放 公开 开源 | close$ closed private 封闭 私有 闭源
inside: inside internal within inner 内部 里面 之内 | outside external outer 外部 外面 之外
memory: memory-bound bandwidth 访存 带宽 | compute-bound 计算密集 算力
precision: precision 精确率 查准 | recall 召回 查全
mean: mean$ average 均值 平均 | variance 方差
overfit: overfit 过拟合 | underfit 欠拟合
query: query queries 查询 | key$ keys value$ values 键 值
strongteacher: teacher 教师 老师 | student 学生
exact: exact precise lossless 精确 无损 严格 | approximat rough lossy 近似 有损 大约 粗略
"""

NEGATION = (
    r"\bnot\b|n't\b|\bnt\b|\bnever\b|\bno\b|\bnone\b|\bnor\b|\bneither\b|\bcannot\b|\bwithout\b|\bfails? to\b|\bunable to\b"
    r"|\binstead of\b|\brather than\b|\bno longer\b|\bhardly\b|\bunlike\b|\bdont\b|\bdoesnt\b|\bisnt\b|\barent\b"
    r"|\bcant\b|\bwont\b|\bnothing\b|\black(?:s|ing)?\b|\bfar from\b|\bexcept\b|\bfalse that\b|\bwrong that\b|\bnon-|\bopposite\b"
    r"|不|没|无(?![论穷限])|非(?!常)|未(?!来)|别(?=[用再把让去])|勿|毫无|绝非|从不|并非|而非|难以|相反"
)
# "Not only" and the like negate nothing; "without" in them neither.
NO_NEGATION = (
    r"\bnot only\b|\bnot just\b|\bnot merely\b|\bno matter\b|\bno doubt\b|\bno wonder\b|不仅|不只|不但|不光|不单|不论|不管|无论|不过|不断|不妨|不如说"
    r"|差不多|不同|不一样|不得不|是不是|能不能|会不会|有没有|对不对|要不要|非线性|非得|非要|非用|是非|无监督|无偏|非结构化|非对称|不少|不错|特别|识别|区别|级别|类别|分别|个别"
    r"|unless|nonlinear|non-linear|no-op"
)

# Words to exchange one for one, in both directions; "_" stands for a space.
PAIRS = """
增加/减少 提高/降低 提升/降低 上升/下降 升高/下降 增大/减小 扩大/缩小 变大/变小 变多/变少 变长/变短 变快/变慢 变好/变差
更大/更小 更高/更低 更多/更少 更快/更慢 更长/更短 更好/更差 更强/更弱 更深/更浅 更新/冻结 更容易/更难 更省/更费
越大/越小 越高/越低 越多/越少 越长/越短 越快/越慢 较大/较小 较高/较低 较多/较少 较长/较短 加快/减慢 加速/减速 调高/调低 调大/调小
大于/小于 高于/低于 多于/少于 优于/劣于 超过/不到 最大/最小 最高/最低 最多/最少 最好/最差 至少/至多 以上/以下 以内/以外
之前/之后 以前/以后 前面/后面 最前/最后 提前/延后 首先/最后 前者/后者 上游/下游 前向/反向 正向/反向 左/右 首/尾
保留/丢弃 保持/改变 固定/可变 冻结/解冻 启用/禁用 允许/禁止 打开/关闭 开启/关闭 添加/删除 加入/去掉 加上/减去 包含/排除
输入/输出 编码/解码 训练/推理 离线/在线 查询/键 预填充/解码 教师/学生 老师/学生 客户端/服务端 主机/设备 权重/激活 均值/方差
全部/部分 所有/个别 整个/局部 完整/部分 总是/从不 每个/个别 只有/不止 唯一/众多 单个/多个 一个/多个 全量/部分 通常/很少
相同/不同 一样/不同 一致/不一致 共享/独立 动态/静态 显式/隐式 局部/全局 稀疏/稠密 线性/非线性 连续/离散 同步/异步
并行/串行 稳定/不稳定 收敛/发散 准确/不准 精确/近似 正确/错误 有效/无效 成功/失败 容易/困难 简单/复杂 便宜/昂贵 高效/低效
随机/确定 贪心/随机 有监督/无监督 自动/手动 精确率/召回率 过拟合/欠拟合 有损/无损 需要/不需要 必须/不必 支持/不支持
能/不能 会/不会 大/小 高/低 快/慢 多/少 长/短 强/弱 好/坏 难/易 贵/便宜 前/后 正/负 都/都不 只/不只 仅/不仅 是/不是 有/没有
increase/decrease increases/decreases increased/decreased increasing/decreasing raise/lower raises/lowers raising/lowering
grow/shrink grows/shrinks rise/fall rises/falls improve/worsen improves/worsens reduce/increase reduces/increases reduced/increased
higher/lower larger/smaller bigger/smaller greater/smaller more/less faster/slower longer/shorter better/worse stronger/weaker
cheaper/costlier easier/harder deeper/shallower wider/narrower earlier/later closer/farther high/low large/small big/small long/short
fast/slow strong/weak good/bad easy/hard simple/complex cheap/expensive many/few most/least maximum/minimum maximize/minimize
maximise/minimise max/min best/worst before/after first/last previous/next above/below over/under up/down early/late start/end
freeze/update freezes/updates frozen/updated frozen/trained keep/drop keeps/drops add/remove adds/removes added/removed
enable/disable enables/disables allow/prevent allows/prevents include/exclude includes/excludes accept/reject
input/output inputs/outputs encoder/decoder encode/decode training/inference offline/online query/key queries/keys prefill/decode
teacher/student client/server host/device weights/activations mean/variance precision/recall forward/backward row/column
all/none every/no each/no everything/nothing always/never usually/rarely often/rarely both/neither only/not_only single/multiple
one/several whole/partial full/partial fully/partly completely/hardly same/different shared/separate global/local dynamic/static
explicit/implicit sparse/dense parallel/sequential linear/nonlinear continuous/discrete synchronous/asynchronous
stable/unstable accurate/inaccurate exact/approximate correct/wrong right/wrong valid/invalid true/false possible/impossible
random/deterministic greedy/random supervised/unsupervised automatic/manual lossy/lossless with/without inside/outside
positive/negative left/right internal/external public/private is/is_not are/are_not can/cannot needs/doesn't_need
"""
