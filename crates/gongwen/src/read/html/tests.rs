use crate::{
    read::{read, tests::cells_of},
    source::{BlockKind, Format, Source},
};

fn page(html: &str) -> Source {
    read(html.as_bytes(), Some("a.html")).unwrap()
}

#[test]
fn every_block_is_a_line_and_scripts_are_gone() {
    let source = page(
        "<!DOCTYPE html><html><head><title>题</title><style>p{}</style></head><body><script>if (a<b) '</p>'</script>\
         <h1>2026年<br>工作要点</h1><p>&nbsp;&nbsp;一、加强&ldquo;党建&rdquo;&#19968;\n体 <b>化</b> A\n B</p><div>甲<span>乙</span><div>丙</div>丁</div>\
         <!-- <p>注释</p> --><noscript>请启用</noscript><p hidden>留</p><div style='display: none'>藏<div>深</div></div></body>",
    );
    assert_eq!(source.format, Format::Html);
    assert_eq!(
        source.text(),
        "2026年\n工作要点\n一、加强“党建”一体 化 A B\n甲乙\n丙\n丁\n留\n"
    );
    assert_eq!(source.blocks[0].kind, BlockKind::Heading(1));
    assert_eq!(source.blocks[2].kind, BlockKind::Paragraph);
}

#[test]
fn navigation_and_footers_are_furniture_but_an_articles_own_head_is_not() {
    let source = page(
        "<header>县教育局</header><nav><ol><li>首页</li></ol></nav><div class='crumbs x'>位置</div>\
         <article><header><h2>标题</h2></header><p>正文</p></article><aside>相关</aside><footer>版权</footer>",
    );
    let furniture: Vec<_> = source
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Furniture)
        .map(|block| source.slice(block.span))
        .collect();
    assert_eq!(furniture, ["县教育局", "1. 首页", "位置", "相关", "版权"]);
    assert!(source.text().contains("标题\n正文\n"));
}

#[test]
fn ordered_lists_write_their_numbers_unless_the_words_bring_one() {
    let source = page(
        "<ol start=3><li><p>甲</p><p>续</p></li><li value=7>乙<ul><li>丙</li></ul></li><li>丁</ol><ol><li>1.戊<li>（二）己<li>2所</ol>",
    );
    assert_eq!(
        source.text(),
        "3. 甲\n续\n7. 乙\n丙\n8. 丁\n1.戊\n（二）己\n3. 2所\n"
    );
}

#[test]
fn data_tables_have_a_grid_and_layout_tables_do_not() {
    let source = page(
        "<table><tr><td>栏目</td><td><table><caption>分解表</caption><tr><th>序号<th colspan=2>任务</tr>\
         <tr><td rowspan=2>1<td>甲<br>续<td>人事科<tr><td>乙<td></table></td></tr></table><p>表后",
    );
    assert_eq!(
        source.text(),
        "栏目\n分解表\n序号\n任务\n1\n甲\n续\n人事科\n乙\n\n表后\n"
    );
    assert_eq!(
        cells_of(&source),
        [
            "0 r0c0 1x1 序号",
            "0 r0c1 1x2 任务",
            "0 r1c0 2x1 1",
            "0 r1c1 1x1 甲|续",
            "0 r1c2 1x1 人事科",
            "0 r2c1 1x1 乙",
            "0 r2c2 1x1 ",
        ]
    );
}

#[test]
fn the_charset_may_be_declared_missing_or_wrong() {
    let words = "<html><meta charset=\"gb2312\"><p>义务教育";
    let (gbk, _, _) = encoding_rs::GBK.encode(words);
    let (big5, _, _) = encoding_rs::BIG5.encode(
        "<html><meta http-equiv='Content-Type' content='text/html; charset=big5'><p>義務教育",
    );
    for (bytes, expected) in [
        (gbk.to_vec(), "义务教育\n"),
        (words.as_bytes().to_vec(), "义务教育\n"),
        (gbk.iter().skip(29).copied().collect(), "义务教育\n"),
        (big5.to_vec(), "義務教育\n"),
    ] {
        assert_eq!(read(&bytes, Some("x.htm")).unwrap().text(), expected);
    }
}

#[test]
fn broken_markup_is_read_as_far_as_it_goes() {
    assert_eq!(
        page("<p>甲<p>乙<td>丙</table><ul></ol></nav>丁<").text(),
        "甲\n乙\n丙\n丁<\n"
    );
    let deep = "<div><table><tr><td>".repeat(5000) + "底";
    assert_eq!(page(&deep).text(), "底\n");
}

#[test]
fn wild_spans_do_not_exhaust_memory() {
    let cells = "<td colspan=1000 rowspan=10000>a".repeat(900);
    let rows = format!("<tr>{cells}<tr>{cells}");
    let source = page(&format!("<table>{rows}</table>"));
    assert_eq!(source.blocks.len(), 1800);
    let too_wide = "<td colspan=1000>a".repeat(50_000);
    assert!(
        cells_of(&page(&format!(
            "<table><tr>{too_wide}<tr>{too_wide}</table>"
        )))
        .is_empty()
    );
}
