namespace Marketplace.Search.Tests.Embedded;

/// <summary>Entries and questions as officials would write them, with the one entry each question is after. Written for this test.</summary>
internal static class JudgedSet
{
    public static SearchDocument[] Documents { get; } = [.. Lines(Entries).Select((line, i) => new SearchDocument
    {
        Id = line[0],
        Version = 1,
        Name = line[1],
        Summary = line[2],
        PublishedAt = DateTimeOffset.UnixEpoch.AddDays(i),
    })];

    public static (string Text, string Id)[] Queries { get; } = [.. Lines(Questions).Select(line => (line[0], line[1]))];

    private const string Entries = """
        open|企业开办一窗通|设立登记、刻章、领发票和社保开户合并成一张表，半天办完。
        cancel|企业注销专区|税务、社保、海关和市场监管注销事项同步受理，进度可查。
        licence|电子营业执照应用|扫码亮照，投标、开户、办证时免交纸质营业执照。
        cert|电子证照共享库|身份证、驾驶证、不动产权证等证照统一归集，办事免提交。
        seal|统一电子印章平台|为机关和企业签发电子印章，文件在线盖章验章。
        idauth|统一身份认证平台|一次登录，各系统通行，支持人脸和短信两种方式。
        hotline|12345 热线智能受理|市民来电自动转写，工单按诉求类型派给承办单位，超时提醒。
        chat|政务客服机器人|用大模型回答办事问题，答不上来转人工坐席。
        birth|出生一件事|新生儿出生证明、落户、医保参保和社保卡申领一次填报。
        retire|退休一件事|职工退休审核、养老待遇核定和公积金提取联办。
        funeral|身后一件事|死亡证明、户口注销、丧葬费和遗属抚恤一次申请。
        school|义务教育入学报名|按户籍和房产自动核验学位资格，家长不用排队交材料。
        house|不动产登记全程网办|房屋买卖的网签、缴税和登记一个窗口受理，当天出证。
        fund|住房公积金自助提取|租房、购房、离职三类提取零材料秒批。
        medical|医保电子凭证|看病买药扫码结算，异地就医直接报销。
        hospital|区域影像共享|医院之间互认检查检验结果，少做重复拍片。
        elder|居家养老服务平台|为高龄独居老人安排助餐、助浴和紧急呼叫。
        disable|残疾人两项补贴申领|补贴资格主动比对，符合条件直接发放到账。
        subsidy|惠企政策免申即享|按企业画像匹配奖补政策，资金不申请直达账户。
        tender|公共资源交易电子招投标|招标文件在线编制，评标远程异地进行，围标串标自动预警。
        credit|公共信用信息平台|企业信用评价、失信惩戒名单和信用修复在线办理。
        law|互联网加监管系统|双随机抽查任务派发、现场检查记录和结果公示。
        food|明厨亮灶智慧监管|餐饮后厨视频接入，老鼠、未戴口罩等行为自动识别。
        elevator|电梯物联网监测|电梯困人、急停等故障实时报警，维保记录上链。
        chem|危化品全流程监管|危险化学品生产、运输、储存各环节定位与风险预警。
        fire|森林防火视频监控|山火烟雾自动识别，护林员巡护轨迹可查。
        flood|三防指挥系统|汛期雨量、水位、台风路径一张图，应急队伍和物资调度。
        quake|地震预警信息发布|地震波到达前向学校和地铁推送倒计时提醒。
        water|河长制信息平台|河长巡河、问题上报、水质断面考核。
        air|大气污染网格监测|扬尘、尾气微站加密布点，污染源溯源分析。
        solid|建筑废弃物联单管理|渣土车运输轨迹与电子联单核对，乱倒自动告警。
        carbon|碳排放核算平台|重点企业能耗数据采集与碳核查报告填报。
        land|国土空间规划一张图|规划成果、用地红线和审批项目叠加分析。
        build|工程建设项目联合审批|施工许可、消防审查、竣工验收并联办理，图纸数字化审查。
        bim|建筑信息模型审查|施工图三维模型智能审图，自动查违反强制性条文之处。
        road|智慧交通信号优化|路口流量感知，绿波带动态配时，缓解拥堵。
        park|城市停车一体化|路内车位、商场车场统一诱导和无感支付。
        bus|公交客流分析|刷卡与定位数据推算客流，优化线路和发车间隔。
        cloud|省级政务云|计算、存储、网络和安全资源统一供给，按量计费。
        net|电子政务外网|省市县镇四级骨干网络，业务专网整合迁移。
        middle|业务中台能力中心|支付、物流、消息、表单等通用组件开放调用。
        dataex|公共数据共享交换平台|部门数据目录编制、资源挂接、申请审批与接口调用监控。
        dataopen|公共数据开放网站|向社会开放数据集下载和接口，支持创新应用申报。
        datamarket|数据要素交易登记|数据产品挂牌、合规评估和交易凭证发放。
        govern|公共数据质量治理|数据标准校验、问题数据回流整改和质量评分。
        onecode|一码通城|一个二维码乘车、借书、进公园和就诊。
        mobile|粤政易移动办公|公务员手机收文批文、开视频会议和通讯录。
        oa|协同办公系统|公文起草、会签、归档与督办催办全程电子化。
        archive|电子档案单套制管理|归档文件只存电子版，长期保存格式与四性检测。
        meeting|视频会议调度系统|跨层级会议预约、会场点名与画面轮巡。
        petition|网上信访系统|信访件登记、转办、答复与满意度评价。
        grid|基层治理网格化平台|网格员采集人房信息、矛盾纠纷上报和事件流转。
        police|流动人口自主申报|租客手机申报居住登记，居住证网上申领。
        legal|公共法律服务平台|法律援助申请、公证预约、人民调解和律师咨询。
        job|就业创业服务平台|岗位推送、技能培训报名和创业担保贷款申请。
        wage|根治欠薪监测平台|农民工实名考勤、工资专户发放与欠薪预警。
        farm|农业生产社会化服务|农机作业预约、病虫害诊断和农产品溯源。
        village|数字乡村积分管理|村民参与环境整治得积分，积分兑换商品。
        tour|全域旅游预约平台|景区门票分时预约、客流限流与投诉处理。
        library|公共文化云|图书馆、文化馆活动报名和场馆预订。
        """;

    private const string Questions = """
        企业开办|open
        开公司要多久能办好|open
        公司注销怎么办理|cancel
        营业执照扫码|licence
        办事免提交证照|cert
        电子盖章|seal
        人脸登录|idauth
        市民来电派单|hotline
        大模型问答 办事|chat
        新生儿上户口|birth
        职工养老待遇核定|retire
        小学入学学位资格核验|school
        房屋买卖过户登记|house
        租房提取公积金|fund
        异地就医报销|medical
        检查结果互认|hospital
        独居老人助餐|elder
        奖补资金直达企业账户|subsidy
        串标围标预警|tender
        信用修复|credit
        餐饮后厨视频识别|food
        电梯困人报警|elevator
        危险化学品运输监管|chem
        台风路径 应急物资调度|flood
        巡河问题上报|water
        渣土车乱倒|solid
        施工图智能审图|bim
        消防审查和竣工验收并联|build
        路口拥堵配时|road
        停车诱导无感支付|park
        数据目录挂接申请|dataex
        数据产品挂牌交易|datamarket
        公务员手机批文|mobile
        公文归档督办|oa
        农民工工资欠薪|wage
        景区门票预约|tour
        哪个平台可以登记数据产品的交易|datamarket
        平台在线申请法律援助|legal
        数据平台系统预警 电梯故障|elevator
        系统平台在线办理 农民工工资|wage
        平台监测预警 尾气|air
        信息平台申请办理 创业贷款|job
        平台数据系统管理 村民积分|village
        统一平台办理申请 护林员|fire
        """;

    private static IEnumerable<string[]> Lines(string table) =>
        table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|'));
}
