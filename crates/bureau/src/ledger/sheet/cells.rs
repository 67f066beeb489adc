//! Cells and lines of a sheet that hold no values.

use super::Columns;

/// Whether a cell holds no value but what a spreadsheet writes where it could not compute one.
pub(in crate::ledger) fn is_error_value(text: &str) -> bool {
    const ERRORS: [&str; 8] = [
        "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DATA!",
    ];
    text.starts_with('#') && ERRORS.contains(&text)
}

/// Lines of sums, and remarks below the table.
pub(in crate::ledger) fn is_passed_over(cells: &[(u32, String)], columns: &Columns) -> bool {
    const SUMS: [&str; 6] = ["合计", "总计", "小计", "累计", "本页合计", "共计"];
    const REMARKS: [&str; 8] = [
        "注：",
        "注:",
        "备注：",
        "说明：",
        "填表人",
        "制表",
        "审核人",
        "填报人",
    ];
    let is_known = |column: &u32| {
        columns.fields.values().any(|known| known == column) || columns.unit == Some(*column)
    };
    let n_known = cells.iter().filter(|(column, _)| is_known(column)).count();
    let first = cells.first().map_or("", |(_, text)| text);
    let squeezed: String = first.chars().filter(|c| !c.is_whitespace()).collect();
    let is_sum = SUMS.contains(&squeezed.trim_end_matches(['：', ':']));
    let is_remark = REMARKS.iter().any(|word| squeezed.starts_with(word));
    n_known == 0 || is_sum || is_remark
}
