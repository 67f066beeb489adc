//! The words by which pages betray what is not the document: navigation, counters, advertising.

use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

/// What a word of a page's furniture tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordClass {
    /// Furniture of any page: the line it stands on is no part of the document.
    Furniture,
    /// The same, and what follows to the end of the page is furniture as well.
    Tail,
    /// A document-sharing or model-essay site speaks: its dates and titles are not the authority's.
    Sharing,
    /// As `Sharing`, and the document is over.
    SharingTail,
    /// A label of a page header; it counts only at the head of a line.
    Label,
    /// A label below the document, such as the editor's name; it counts only at the head of a line
    /// or after a full stop.
    EndLabel,
}

/// Where a word was found, in characters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    /// Its first character.
    pub(super) start: usize,
    /// What it tells.
    pub(super) class: WordClass,
}

const FURNITURE: &[&str] = &[
    "当前位置",
    "现在的位置",
    "所在的位置",
    "所在位置:",
    "所在位置：",
    "当前的位置",
    "现在位置:",
    "现在位置：",
    "當前位置",
    "浏览次数",
    "阅读次数",
    "访问次数",
    "点击次数",
    "點擊次數",
    "点击数:",
    "点击数：",
    "点击量",
    "阅读量:",
    "阅读量：",
    "浏览量:",
    "浏览量：",
    "访问量:",
    "访问量：",
    "字体大小",
    "【字体",
    "[字体",
    "字体:【",
    "字体：【",
    "字体:[",
    "字体：[",
    "【大 中 小】",
    "【大中小】",
    "设为首页",
    "加入收藏",
    "收藏本站",
    "无障碍浏览",
    "进入关怀版",
    "长者模式",
    "网站首页",
    "首页 >",
    "首页>",
    "首页 ＞",
    "首页»",
    "首页 »",
    "上一版",
    "下一版",
    "展开全文",
    "收起全文",
    "语音播报",
    "扫一扫在手机",
];

const TAIL: &[&str] = &[
    "上一篇:",
    "上一篇：",
    "下一篇:",
    "下一篇：",
    "上一条:",
    "上一条：",
    "下一条:",
    "下一条：",
    "上一頁",
    "打印本页",
    "打印此页",
    "【打印",
    "[打印",
    "关闭窗口",
    "关闭本页",
    "【关闭",
    "[关闭",
    "網站標識碼",
    "网站标识码",
    "ICP备",
    "ICP證",
    "ICP证",
    "公网安备",
    "版权所有",
    "版權所有",
    "网站地图",
    "Copyright",
    "copyright",
    "COPYRIGHT",
    "扫一扫",
    "扫描二维码",
    "分享到",
    "相关新闻",
    "相关信息:",
    "相关信息：",
    "相关稿件",
    "相关链接",
    "友情链接",
    "版权声明",
    "免责声明",
    "返回顶部",
    "您访问的链接即将离开",
    "政府网站找错",
    "推荐阅读",
    "热点推荐",
    "相关文档",
    "为您推荐",
    "相关推荐",
];

const SHARING: &[&str] = &[
    "由会员分享",
    "由会员上传",
    "由用户分享",
    "上传人",
    "上传者",
    "文档编号",
    "页珍藏版",
    "文档下载",
    "在线预览",
    "免费在线阅读",
    "喜欢就下载",
    "浏览记录",
    "资源描述",
    "本站为你",
    "本站为您",
    "小编为",
    "小编整理",
    "供大家参考",
    "网络整理",
    "> 范文",
    ">范文",
    "精选范文",
    "范文网",
    "公文网",
    "公文站",
    "文秘网",
    "秘书网",
    "写材料",
    "作者：小编",
    "作者:小编",
    "编辑：小编",
    "仅供参考",
    "网友提供",
    "網友提供",
    "范文精选",
    "范文范例",
    "范文大全",
    "在线客服",
    "在綫客服",
    "文库网",
    "文档网",
    "道客巴巴",
    "豆丁网",
    "百度文库",
    "点击下载",
    "下载积分",
    "全部预览完",
    "文档大全",
    "优质文档",
];

const SHARING_TAIL: &[&str] = &[
    "展开阅读全文",
    "猜你喜欢",
    "相关文章",
    "的相关内容",
    "看过本文的人",
    "看了又看",
    "相关搜索",
    "相关资源",
    "本文标题",
    "本文链接",
    "本文地址",
    "本文来源",
    "本文來源",
    "推荐访问",
    "以上就是",
    "的全部内容了",
    "Tags:",
    "Tags：",
    "TAGS:",
    "TAG标签",
    "tags:",
    "转载请注明",
    "转载请保留",
    "轉載請註明",
    "下载收益",
    "此文档下载",
    "下载此文档",
    "下载文档",
    "点击查看更多",
    "本文来自",
    "下载该文档",
    "声明：本文",
    "声明:本文",
    "精品文档",
    "未经许可",
    "版权归原作者",
    "版权归作者",
];

const LABEL: &[&str] = &[
    "发布时间:",
    "发布时间：",
    "发布日期:",
    "发布日期：",
    "时间:",
    "时间：",
    "日期:",
    "日期：",
    "時間:",
    "時間：",
    "来源:",
    "来源：",
    "信息来源:",
    "信息来源：",
    "來源:",
    "來源：",
    "作者:",
    "作者：",
    "发布人:",
    "发布人：",
    "发布者:",
    "发布者：",
    "索引号",
    "导读:",
    "导读：",
    "導讀:",
    "導讀：",
    "前言:本站",
    "前言：本站",
    "摘要:",
    "摘要：",
    "关键词:",
    "关键词：",
    "关键字:",
    "关键字：",
    "字号:",
    "字号：",
    "字体:",
    "字体：",
    "分享:",
    "分享：",
    "审核:",
    "审核：",
    "文章来源",
    "稿源",
    "更新时间",
    "发表时间",
    "录入:",
    "录入：",
    "所属栏目",
];

const END_LABEL: &[&str] = &[
    "责任编辑:",
    "责任编辑：",
    "责编:",
    "责编：",
    "编辑:",
    "编辑：",
    "主办:",
    "主办：",
    "主办单位:",
    "主办单位：",
    "承办:",
    "承办：",
    "技术支持:",
    "技术支持：",
    "联系我们",
    "关于我们",
    "标签:",
    "标签：",
    "相关附件",
    "附件下载",
    "备案号",
    "邮编:",
    "邮编：",
    "地址:",
    "地址：",
];

static WORDS: LazyLock<Option<(AhoCorasick, Vec<WordClass>)>> = LazyLock::new(|| {
    let lists = [
        (FURNITURE, WordClass::Furniture),
        (TAIL, WordClass::Tail),
        (SHARING, WordClass::Sharing),
        (SHARING_TAIL, WordClass::SharingTail),
        (LABEL, WordClass::Label),
        (END_LABEL, WordClass::EndLabel),
    ];
    let words: Vec<&str> = lists
        .iter()
        .flat_map(|(list, _)| list.iter().copied())
        .collect();
    let classes = lists
        .iter()
        .flat_map(|(list, class)| list.iter().map(|_| *class))
        .collect();
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(words)
        .ok()?;
    Some((automaton, classes))
});

/// All words of furniture in the text, in order of position.
pub(super) fn hits(text: &str) -> Vec<Hit> {
    let Some((automaton, classes)) = WORDS.as_ref() else {
        return Vec::new();
    };
    let mut hits = Vec::new();
    let (mut counted_bytes, mut counted_chars) = (0, 0);
    for found in automaton.find_iter(text) {
        let between = text.get(counted_bytes..found.start()).unwrap_or_default();
        counted_chars += between.chars().count();
        counted_bytes = found.start();
        if let Some(&class) = classes.get(found.pattern().as_usize()) {
            hits.push(Hit {
                start: counted_chars,
                class,
            });
        }
    }
    hits
}
