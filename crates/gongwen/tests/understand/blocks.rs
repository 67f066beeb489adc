//! What a file states (cells, merged cells, furniture) counts more than what lines suggest.

use gongwen::{
    read::read,
    understand::{CellRole, structure::structure, understand},
};

const PAGE: &str = r#"<html><body>
<div class="nav"><a href="/">首页</a> &gt; <a href="/a">公开</a></div>
<h1>某县2024年教育工作任务分解表</h1>
<table border="1">
<tr><td rowspan="2">类别</td><td rowspan="2">序号</td><td rowspan="2">工作任务</td><td colspan="2">责任单位</td><td rowspan="2">完成时限</td></tr>
<tr><td>牵头单位</td><td>配合单位</td></tr>
<tr><td rowspan="2">党建工作</td><td>1</td><td>举办培训班3期</td><td>党办</td><td>各股室</td><td>6月底</td></tr>
<tr><td>2</td><td>建设示范校5所</td><td>党办</td><td>人事股</td><td>年底前</td></tr>
<tr><td colspan="6">二、队伍建设</td></tr>
<tr><td>师资</td><td>3</td><td>招聘教师50名</td><td>人事股</td><td>—</td><td>8月</td></tr>
</table>
<p>某县教育局</p><p>2024年2月1日</p>
<div class="footer">版权所有：某县教育局</div>
</body></html>"#;

#[test]
fn a_table_with_merged_cells_is_read_by_its_grid() {
    let source = read(PAGE.as_bytes(), Some("page.html")).unwrap();
    let parts = structure(&source);
    let rows: Vec<(&str, &str, String)> = parts
        .ledger
        .items
        .iter()
        .map(|item| {
            (
                item.marker.as_str(),
                item.quote_start.as_str(),
                item.path.join("/"),
            )
        })
        .collect();
    let starts: Vec<bool> = ["举办培训班3期", "建设示范校5所", "招聘教师50名"]
        .iter()
        .zip(&rows)
        .map(|(words, row)| row.1.starts_with(words))
        .collect();
    assert_eq!(starts, [true, true, true], "{rows:?}");
    let paths: Vec<&str> = rows.iter().map(|row| row.2.as_str()).collect();
    assert_eq!(paths, ["党建工作", "党建工作", "队伍建设/师资"]);
    let roles: Vec<Option<CellRole>> = parts.passages[0]
        .iter()
        .map(|passage| passage.cell)
        .collect();
    let expected = [
        CellRole::Work,
        CellRole::Lead,
        CellRole::Support,
        CellRole::Deadline,
    ]
    .map(Some);
    assert_eq!(roles, expected);
}

#[test]
fn a_page_of_an_authority_gives_its_signature_and_no_furniture() {
    let source = read(PAGE.as_bytes(), Some("page.html")).unwrap();
    let ledger = understand(&source);
    assert_eq!(
        ledger.issuer.map(|issuer| issuer.value).as_deref(),
        Some("某县教育局")
    );
    assert_eq!(
        ledger.issued_on.map(|day| day.value.to_string()).as_deref(),
        Some("2024-02-01")
    );
    let last = ledger.items.last().and_then(|item| item.span).unwrap();
    assert!(ledger.noise.iter().all(|noise| !noise.overlaps(last)));
}
