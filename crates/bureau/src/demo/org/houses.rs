//! Schools, kindergartens and the education offices of streets and towns.

use super::{BUREAU, Rows};
use crate::org::{Column, UnitKind};
use base::Role;

/// Name of the street or town, head of its education office.
const STREETS: [(&str, &str); 6] = [
    ("文塔街道", "周致远"),
    ("北塘街道", "吴婉清"),
    ("柳湾镇", "郑立诚"),
    ("石渡镇", "冯书瑶"),
    ("南屏镇", "陈建章"),
    ("青崖乡", "褚秋实"),
];

/// Schools directly under the bureau: full name, short name, aliases, head.
const OWN_SCHOOLS: [(&str, &str, &str, &str); 10] = [
    ("清禾县第一中学", "清禾一中", "县一中、一中", "顾怀山"),
    ("清禾县第二中学", "清禾二中", "县二中、二中", "卫景明"),
    ("清禾县高级中学", "清禾高中", "县高中", "蒋素琴"),
    (
        "清禾县职业教育中心",
        "职教中心",
        "县职教中心、职专",
        "韩伯钧",
    ),
    ("清禾县第三初级中学", "清禾三中", "县三中", "杨映雪"),
    ("清禾县实验初级中学", "实验初中", "县实验初中", "朱承志"),
    ("清禾县实验小学", "实验小学", "县实验小学", "秦月华"),
    ("清禾县师范附属小学", "师范附小", "附小", "尤守拙"),
    ("清禾县特殊教育学校", "特教学校", "县特校", "何念慈"),
    ("清禾县青少年活动学校", "青少年活动学校", "", "吕允中"),
];

/// Schools of streets and towns: whose, name after the county, head.
const SCHOOLS: [(&str, &str, &str); 31] = [
    ("文塔街道", "文塔初级中学", "施兰亭"),
    ("文塔街道", "文塔中心小学", "张开泰"),
    ("文塔街道", "书院街小学", "孔惠宁"),
    ("文塔街道", "钟楼小学", "曹思齐"),
    ("文塔街道", "东门小学", "严怀谷"),
    ("文塔街道", "翰林小学", "华正则"),
    ("北塘街道", "北塘初级中学", "金采薇"),
    ("北塘街道", "北塘中心小学", "姜文渊"),
    ("北塘街道", "荷花池小学", "戚冬青"),
    ("北塘街道", "桃园小学", "谢培元"),
    ("北塘街道", "春和小学", "邹静姝"),
    ("柳湾镇", "柳湾镇初级中学", "喻广生"),
    ("柳湾镇", "柳湾镇中心小学", "柏望舒"),
    ("柳湾镇", "柳湾镇渡口小学", "水树德"),
    ("柳湾镇", "柳湾镇长堤小学", "窦芷若"),
    ("柳湾镇", "柳湾镇白鹭小学", "章光启"),
    ("石渡镇", "石渡镇初级中学", "云春晖"),
    ("石渡镇", "石渡镇中心小学", "苏修远"),
    ("石渡镇", "石渡镇古桥小学", "潘明霞"),
    ("石渡镇", "石渡镇新田小学", "范安澜"),
    ("石渡镇", "石渡镇杨林小学", "彭雨桐"),
    ("石渡镇", "石渡镇柳沟小学", "程立冬"),
    ("南屏镇", "南屏镇初级中学", "郎克勤"),
    ("南屏镇", "南屏镇中心小学", "鲁如兰"),
    ("南屏镇", "南屏镇松岭小学", "韦国梁"),
    ("南屏镇", "南屏镇竹溪小学", "昌玉衡"),
    ("南屏镇", "南屏镇茶山小学", "马少棠"),
    ("青崖乡", "青崖乡九年一贯制学校", "苗慧心"),
    ("青崖乡", "青崖乡中心小学", "凤长河"),
    ("青崖乡", "青崖乡云上小学", "花星若"),
    ("青崖乡", "青崖乡石泉小学", "方敬之"),
];

/// Kindergartens directly under the bureau: full name, short name, head.
const OWN_KINDERGARTENS: [(&str, &str, &str); 3] = [
    ("清禾县机关幼儿园", "机关幼儿园", "俞乐怡"),
    ("清禾县第一幼儿园", "县一幼", "任泽民"),
    ("清禾县实验幼儿园", "实验幼儿园", "袁初晴"),
];

/// Kindergartens of streets and towns: whose, name after the county, head.
const KINDERGARTENS: [(&str, &str, &str); 12] = [
    ("文塔街道", "文塔中心幼儿园", "柳尚文"),
    ("文塔街道", "翰林幼儿园", "鲍清越"),
    ("文塔街道", "阳光里幼儿园", "史定邦"),
    ("北塘街道", "北塘中心幼儿园", "唐丹青"),
    ("北塘街道", "荷风幼儿园", "费其琛"),
    ("北塘街道", "星河幼儿园", "廉依云"),
    ("柳湾镇", "柳湾镇中心幼儿园", "岑鹤鸣"),
    ("柳湾镇", "柳湾镇小白鹭幼儿园", "薛子瑜"),
    ("石渡镇", "石渡镇中心幼儿园", "雷凯风"),
    ("南屏镇", "南屏镇中心幼儿园", "倪若谷"),
    ("南屏镇", "南屏镇竹溪幼儿园", "汤维桢"),
    ("青崖乡", "青崖乡中心幼儿园", "滕沐阳"),
];

pub(super) fn fill(rows: &mut Rows) {
    let mut houses = Houses { rows, n_codes: 0 };
    for (street, head) in STREETS {
        let office = education_office(street);
        let mut unit = houses
            .rows
            .unit(&format!("清禾县{office}"), &office, UnitKind::Street);
        unit.put(Column::Aliases, &format!("{street}、{street}教育办"));
        houses.rows.keep(unit);
        houses.rows.post(head, &office, "主任", Role::School, "");
    }
    for (name, short, aliases, head) in OWN_SCHOOLS {
        houses.add(UnitKind::School, name, short, aliases, BUREAU, head);
    }
    for (street, name, head) in SCHOOLS {
        let office = education_office(street);
        houses.add(
            UnitKind::School,
            &format!("清禾县{name}"),
            name,
            "",
            &office,
            head,
        );
    }
    for (name, short, head) in OWN_KINDERGARTENS {
        houses.add(UnitKind::Kindergarten, name, short, "", BUREAU, head);
    }
    for (street, name, head) in KINDERGARTENS {
        let office = education_office(street);
        houses.add(
            UnitKind::Kindergarten,
            &format!("清禾县{name}"),
            name,
            "",
            &office,
            head,
        );
    }
}

fn education_office(street: &str) -> String {
    format!("{street}教委办")
}

struct Houses<'a> {
    rows: &'a mut Rows,
    n_codes: u32,
}

impl Houses<'_> {
    fn add(
        &mut self,
        kind: UnitKind,
        name: &str,
        short: &str,
        aliases: &str,
        parent: &str,
        head: &str,
    ) {
        self.n_codes += 1;
        let mut unit = self.rows.unit(name, short, kind);
        unit.put(Column::Aliases, aliases);
        unit.put(Column::Parent, parent);
        // 学校标识码 have ten digits; no province begins with 99.
        unit.put(Column::Code, &format!("99{:08}", self.n_codes));
        self.rows.keep(unit);
        let title = match kind {
            UnitKind::Kindergarten => "园长",
            _ => "校长",
        };
        self.rows.post(head, short, title, Role::School, "");
    }
}
