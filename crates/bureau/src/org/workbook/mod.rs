//! Units, people and fields of work as a workbook of sheets, 单位, 人员 and 业务领域: what is filled in once by hand in
//! the office's own spreadsheet program and taken over here.

mod read;
mod write;

#[cfg(test)]
mod tests;

pub(crate) use read::UnreadableWorkbook;
pub(super) use read::read;
pub(crate) use write::looks_like_formula;
pub(super) use write::{template, write};

use super::model::FormerName;
use base::day::Date;
use std::collections::BTreeMap;

/// All sheets, as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sheets {
    pub(crate) units: Vec<Line>,
    pub(crate) people: Vec<Line>,
    pub(crate) fields: Vec<Line>,
}

/// A row of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Line {
    /// Number of the row as the spreadsheet program counts it.
    pub(crate) row: u32,
    /// What stands in each column that the sheet has; a column it does not have is absent.
    pub(crate) cells: BTreeMap<Column, String>,
}

impl Line {
    /// What stands in a column; none when the sheet does not have it.
    pub(super) fn get(&self, column: Column) -> Option<&str> {
        self.cells.get(&column).map(|text| text.trim())
    }

    /// What stands in a column, empty when the sheet does not have it.
    pub(super) fn text(&self, column: Column) -> &str {
        self.get(column).unwrap_or_default()
    }
}

/// The columns of both sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    Id,
    UnitName,
    ShortName,
    Kind,
    Parent,
    Aliases,
    Duties,
    Code,
    Place,
    FirstDay,
    ClosedOn,
    Successor,
    FormerNames,
    PersonName,
    Phone,
    PostUnit,
    Title,
    Role,
    From,
    Until,
    EndReason,
    Charges,
    Fields,
    FieldName,
    FieldPlace,
}

/// What a column is called, what else it may be called, and how it is filled in.
struct ColumnSpec {
    column: Column,
    header: &'static str,
    also: &'static [&'static str],
    help: &'static str,
    width: f64,
}

/// One of the sheets.
struct SheetSpec {
    name: &'static str,
    /// Without this column a row is no header.
    key: Column,
    columns: &'static [ColumnSpec],
}

const UNITS: SheetSpec = SheetSpec {
    name: "单位",
    key: Column::UnitName,
    columns: &[
        ColumnSpec {
            column: Column::UnitName,
            header: "单位全称",
            also: &["单位名称", "全称", "名称", "单位"],
            help: "必填，不能重复。",
            width: 30.0,
        },
        ColumnSpec {
            column: Column::ShortName,
            header: "简称",
            also: &["单位简称"],
            help: "局内常用的叫法，如“人事科”。不填则由全称得出。",
            width: 18.0,
        },
        ColumnSpec {
            column: Column::Kind,
            header: "类型",
            also: &["单位类型", "类别", "单位类别"],
            help: "教育局、机关科室、局属单位、学校、幼儿园、街道（乡镇）教委办、其他部门。",
            width: 20.0,
        },
        ColumnSpec {
            column: Column::Parent,
            header: "上级单位",
            also: &["上级", "主管单位", "隶属单位"],
            help: "填全称或简称。不填则直属教育局。",
            width: 20.0,
        },
        ColumnSpec {
            column: Column::Aliases,
            header: "别名",
            also: &["其他名称"],
            help: "文件里还会怎么称呼，用顿号隔开。",
            width: 26.0,
        },
        ColumnSpec {
            column: Column::Duties,
            header: "职责词",
            also: &["职责", "职责关键词", "工作职责", "主要职责"],
            help: "用来推荐责任科室的词，如“招聘、职称、编制”，用顿号隔开。",
            width: 36.0,
        },
        ColumnSpec {
            column: Column::Code,
            header: "单位代码",
            also: &["代码", "学校标识码", "标识码", "机构代码"],
            help: "学校填学校标识码；没有可不填。",
            width: 16.0,
        },
        ColumnSpec {
            column: Column::Place,
            header: "排序",
            also: &["排序号"],
            help: "小的在前。不填则按行的顺序。",
            width: 8.0,
        },
        ColumnSpec {
            column: Column::FirstDay,
            header: "设立日期",
            also: &["成立日期", "建立日期"],
            help: "如 2026-09-01。不清楚可不填。",
            width: 13.0,
        },
        ColumnSpec {
            column: Column::ClosedOn,
            header: "撤并日期",
            also: &["撤销日期", "撤并时间"],
            help: "已撤并的单位填写；在用的单位请在单位页面登记撤并。",
            width: 13.0,
        },
        ColumnSpec {
            column: Column::Successor,
            header: "并入单位",
            also: &["撤并后单位", "继承单位"],
            help: "并入了哪个单位，填全称。撤销的不填。",
            width: 24.0,
        },
        ColumnSpec {
            column: Column::FormerNames,
            header: "历史名称",
            also: &["曾用名", "原名"],
            help: "以前的全称、简称和用到哪一天，如“清禾县东街小学〔东街小学〕至2024-09-01”，用分号隔开。",
            width: 40.0,
        },
        ID,
    ],
};

const PEOPLE: SheetSpec = SheetSpec {
    name: "人员",
    key: Column::PersonName,
    columns: &[
        ColumnSpec {
            column: Column::PersonName,
            header: "姓名",
            also: &["人员姓名"],
            help: "必填。一人任几个职务就填几行，并填手机号以便认出是同一人。",
            width: 12.0,
        },
        ColumnSpec {
            column: Column::Phone,
            header: "手机号",
            also: &["手机", "电话", "联系电话", "手机号码", "联系方式"],
            help: "同名的人靠它区分。",
            width: 16.0,
        },
        ColumnSpec {
            column: Column::PostUnit,
            header: "所在单位",
            also: &["单位", "工作单位", "部门", "科室", "任职单位"],
            help: "必填，填单位的全称或简称。",
            width: 26.0,
        },
        ColumnSpec {
            column: Column::Title,
            header: "职务",
            also: &["职位", "岗位", "职务名称"],
            help: "如“科长”“校长”。",
            width: 16.0,
        },
        ColumnSpec {
            column: Column::Role,
            header: "角色",
            also: &["系统角色", "权限"],
            help: "系统管理员、局办公室、局领导、科室负责人、科室人员、学校（单位）、督学。不填则按单位类型得出。",
            width: 16.0,
        },
        ColumnSpec {
            column: Column::From,
            header: "任职日期",
            also: &["任职时间", "任职起始日期"],
            help: "如 2026-09-01。不清楚可不填。",
            width: 13.0,
        },
        ColumnSpec {
            column: Column::Until,
            header: "离任日期",
            also: &["免职日期", "离任时间"],
            help: "已经离任的任职填写；不填就是现任。",
            width: 13.0,
        },
        ColumnSpec {
            column: Column::EndReason,
            header: "离任原因",
            also: &["免职原因"],
            help: "可不填。",
            width: 24.0,
        },
        ColumnSpec {
            column: Column::Charges,
            header: "分管单位",
            also: &["分管", "分管科室", "分管范围"],
            help: "局领导填分管的科室和单位，用顿号隔开。",
            width: 40.0,
        },
        ColumnSpec {
            column: Column::Fields,
            header: "分管领域",
            also: &["分管业务"],
            help: "局领导填分管的业务领域，用顿号隔开；先在“业务领域”表中登记。",
            width: 30.0,
        },
        ID,
    ],
};

const FIELDS: SheetSpec = SheetSpec {
    name: "业务领域",
    key: Column::FieldName,
    columns: &[
        ColumnSpec {
            column: Column::FieldName,
            header: "业务领域",
            also: &["领域"],
            help: "必填，不能重复，如“校园安全”。",
            width: 24.0,
        },
        ColumnSpec {
            column: Column::FieldPlace,
            header: "排序",
            also: &["排序号"],
            help: "小的在前。",
            width: 8.0,
        },
    ],
};

const ID: ColumnSpec = ColumnSpec {
    column: Column::Id,
    header: "编号",
    also: &["系统编号"],
    help: "由系统导出，用来认出原有的一行；新增的不填。",
    width: 38.0,
};

/// The day a cell means: 2026-09-01, 2026/9/1, 2026.9.1, 2026年9月1日.
pub(super) fn day(cell: &str) -> Result<Option<Date>, String> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Ok(None);
    }
    let wrong = || format!("“{cell}”不是日期，请写成2026-09-01这样。");
    let digits: Vec<&str> = cell
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let [year, month, day] = digits.as_slice() else {
        return Err(wrong());
    };
    let date = (|| Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok())();
    date.map(Some).ok_or_else(wrong)
}

/// Former names as one cell: 清禾县东街小学〔东街小学〕至2024-09-01；…
pub(super) fn former_names_cell(names: &[FormerName]) -> String {
    let cells: Vec<String> = names
        .iter()
        .map(|former| format!("{}〔{}〕至{}", former.name, former.short_name, former.until))
        .collect();
    cells.join("；")
}

/// The former names of a cell, oldest first.
pub(super) fn former_names(cell: &str) -> Result<Vec<FormerName>, String> {
    let mut names = Vec::new();
    for part in cell.split(['；', ';', '\n']).map(str::trim) {
        if part.is_empty() {
            continue;
        }
        let read = part.rsplit_once("〕至").and_then(|(names, until)| {
            let (name, short_name) = names.split_once('〔')?;
            Some((name.trim(), short_name.trim(), day(until).ok()??))
        });
        let Some((name, short_name, until)) = read else {
            return Err(format!(
                "历史名称“{part}”看不懂，请写成“清禾县东街小学〔东街小学〕至2024-09-01”这样。"
            ));
        };
        names.push(FormerName {
            until,
            name: name.to_owned(),
            short_name: short_name.to_owned(),
        });
    }
    names.sort_by_key(|former| former.until);
    Ok(names)
}

/// Words of one cell, parted by any usual mark.
pub(super) fn words(cell: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in cell.split(['、', '，', ',', '；', ';', '/', '\n']) {
        let word = word.trim();
        if !word.is_empty() && !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}
