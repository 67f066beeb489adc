//! The words of a passage made easy to read: one script, no layout, the way back kept.

use crate::{
    span::Span,
    understand::passage::{Passage, text_of},
};

/// A line at least this long was broken by the page, not by the author.
const FULL_LINE: usize = 18;

/// Characters of a passage, folded (half-width, simplified script) and without layout, each with
/// its index in the passage.
///
/// Rules read `chars` and never the original; what they report is quoted from the original.
#[derive(Debug)]
pub(super) struct Words<'a> {
    /// Folded characters.
    pub(super) chars: Vec<char>,
    /// Index in the passage of each character.
    at: Vec<usize>,
    passage: &'a Passage,
}

impl<'a> Words<'a> {
    /// Folds a passage. A line break stays only where the author ended a line; a blank stays only
    /// between two numbers or Latin words, which it keeps apart.
    pub(super) fn new(passage: &'a Passage) -> Self {
        let source = &passage.chars;
        let mut chars = Vec::with_capacity(source.len());
        let mut at = Vec::with_capacity(source.len());
        let mut line = 0;
        let mut open_brackets = 0_i32;
        let mut index = 0;
        while let Some(&char) = source.get(index) {
            if !is_blank(char) {
                let folded = fold(char);
                match folded {
                    '(' => open_brackets += 1,
                    ')' => open_brackets = (open_brackets - 1).max(0),
                    _ => {}
                }
                chars.push(folded);
                at.push(index);
                line += 1;
                index += 1;
                continue;
            }
            let run = source[index..]
                .iter()
                .take_while(|char| is_blank(**char))
                .count();
            let breaks = source[index..index + run].contains(&'\n');
            let next = source.get(index + run).copied().map(fold);
            let previous = chars.last().copied();
            let goes_on = open_brackets > 0 || matches!(previous, Some('、' | ','));
            if breaks && !goes_on && (line < FULL_LINE || ends_sentence(previous)) {
                chars.push('\n');
                at.push(index);
            } else if keeps_blank(previous) && next.is_some_and(|next| keeps_blank(Some(next))) {
                chars.push(' ');
                at.push(index);
            }
            if breaks {
                line = 0;
            }
            index += run;
        }
        Self { chars, at, passage }
    }

    /// The original words of `from..to`, trailing and leading blanks left out.
    pub(super) fn quote(&self, from: usize, to: usize) -> String {
        text_of(self.original(from, to).iter())
    }

    /// The original words of `from..to` without any blank.
    pub(super) fn joined(&self, from: usize, to: usize) -> String {
        let original = self.original(from, to).iter();
        text_of(original.filter(|char| !is_blank(**char)))
    }

    /// The original characters of `from..to`.
    pub(super) fn original(&self, from: usize, to: usize) -> &'a [char] {
        let range = match (
            self.at.get(from),
            to.checked_sub(1).and_then(|last| self.at.get(last)),
        ) {
            (Some(&first), Some(&last)) if from < to => first..last + 1,
            _ => 0..0,
        };
        self.passage.chars.get(range).unwrap_or_default()
    }

    /// Whether blanks or a line break stand before a character in the original.
    pub(super) fn is_apart(&self, at: usize) -> bool {
        match (
            at.checked_sub(1).and_then(|before| self.at.get(before)),
            self.at.get(at),
        ) {
            (Some(before), Some(here)) => here > &(before + 1),
            _ => false,
        }
    }

    /// Index in the passage of a character.
    pub(super) fn index(&self, at: usize) -> Option<usize> {
        self.at.get(at).copied()
    }

    /// Where the characters `from..to` of the passage stand in the source.
    pub(super) fn passage_span(&self, from: usize, to: usize) -> Span {
        self.passage.span(from, to)
    }

    /// Where `from..to` stands in the source.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        match (
            self.at.get(from),
            to.checked_sub(1).and_then(|last| self.at.get(last)),
        ) {
            (Some(&first), Some(&last)) if from < to => self.passage.span(first, last + 1),
            (Some(&first), _) => self.passage.span(first, first),
            _ => Span::new(0, 0),
        }
    }
}

/// Layout characters.
pub(super) fn is_blank(char: char) -> bool {
    char.is_whitespace() || matches!(char, '\u{feff}' | '\u{200b}' | '\u{2028}' | '\u{2029}')
}

fn keeps_blank(char: Option<char>) -> bool {
    char.is_some_and(|char| char.is_ascii_alphanumeric())
}

fn ends_sentence(char: Option<char>) -> bool {
    matches!(char, Some('。' | ';' | ':' | ')' | '!'))
}

/// One form for each character: half-width, simplified, one dash, one colon.
pub(crate) fn fold(char: char) -> char {
    match char {
        '\u{ff01}'..='\u{ff5d}' => char::from_u32(char as u32 - 0xfee0).unwrap_or(char),
        '—' | '–' | '―' | '−' | '‐' | '‑' | '─' | '﹣' => '-',
        '～' | '∼' | '〜' => '~',
        '∶' | '﹕' => ':',
        '︰' => ':',
        '﹙' => '(',
        '﹚' => ')',
        '\u{20}'..='\u{7e}' => char,
        _ => simplified(char),
    }
}

/// The simplified form of the traditional characters that rules look at.
fn simplified(char: char) -> char {
    let Some(place) = (char as usize)
        .checked_sub(FIRST_HAN)
        .filter(|place| *place < HANS)
    else {
        return char;
    };
    if IS_TRADITIONAL[place / 64] >> (place % 64) & 1 == 0 {
        return char;
    }
    match TRADITIONAL.binary_search_by_key(&char, |pair| pair.0) {
        Ok(found) => TRADITIONAL[found].1,
        Err(_) => char,
    }
}

const FIRST_HAN: usize = 0x4e00;
const HANS: usize = 0x5200;

/// One bit for each Chinese character that the table below holds: nearly all text is simplified,
/// and asking a bit is quicker than searching the table for every character.
static IS_TRADITIONAL: [u64; HANS / 64] = {
    let mut bits = [0; HANS / 64];
    let mut index = 0;
    while index < TRADITIONAL.len() {
        let place = TRADITIONAL[index].0 as usize - FIRST_HAN;
        bits[place / 64] |= 1 << (place % 64);
        index += 1;
    }
    bits
};

/// Traditional and simplified form, in order of the traditional one.
#[rustfmt::skip]
static TRADITIONAL: [(char, char); 239] = [
    ('並', '并'), ('亂', '乱'), ('佈', '布'), ('佔', '占'), ('來', '来'), ('個', '个'),
    ('們', '们'), ('備', '备'), ('億', '亿'), ('內', '内'), ('兩', '两'), ('冊', '册'),
    ('創', '创'), ('劃', '划'), ('動', '动'), ('務', '务'), ('勞', '劳'), ('區', '区'),
    ('協', '协'), ('員', '员'), ('問', '问'), ('啟', '启'), ('單', '单'), ('噸', '吨'),
    ('嚴', '严'), ('國', '国'), ('圍', '围'), ('園', '园'), ('團', '团'), ('執', '执'),
    ('報', '报'), ('場', '场'), ('塊', '块'), ('學', '学'), ('實', '实'), ('審', '审'),
    ('將', '将'), ('專', '专'), ('導', '导'), ('屆', '届'), ('層', '层'), ('師', '师'),
    ('幹', '干'), ('幾', '几'), ('廳', '厅'), ('張', '张'), ('後', '后'), ('從', '从'),
    ('復', '复'), ('徵', '征'), ('態', '态'), ('慶', '庆'), ('應', '应'), ('懷', '怀'),
    ('戰', '战'), ('戲', '戏'), ('戶', '户'), ('損', '损'), ('擇', '择'), ('擔', '担'),
    ('據', '据'), ('擴', '扩'), ('數', '数'), ('於', '于'), ('時', '时'), ('書', '书'),
    ('會', '会'), ('條', '条'), ('業', '业'), ('構', '构'), ('樓', '楼'), ('標', '标'),
    ('檢', '检'), ('歲', '岁'), ('減', '减'), ('測', '测'), ('準', '准'), ('滾', '滚'),
    ('滿', '满'), ('漲', '涨'), ('濟', '济'), ('為', '为'), ('爭', '争'), ('爲', '为'),
    ('現', '现'), ('環', '环'), ('產', '产'), ('畝', '亩'), ('畢', '毕'), ('監', '监'),
    ('盤', '盘'), ('確', '确'), ('種', '种'), ('筆', '笔'), ('節', '节'), ('紀', '纪'),
    ('約', '约'), ('級', '级'), ('終', '终'), ('組', '组'), ('結', '结'), ('絡', '络'),
    ('給', '给'), ('統', '统'), ('經', '经'), ('維', '维'), ('網', '网'), ('編', '编'),
    ('縣', '县'), ('總', '总'), ('績', '绩'), ('織', '织'), ('續', '续'), ('聯', '联'),
    ('職', '职'), ('臺', '台'), ('與', '与'), ('舉', '举'), ('華', '华'), ('萬', '万'),
    ('葉', '叶'), ('藝', '艺'), ('藥', '药'), ('處', '处'), ('號', '号'), ('術', '术'),
    ('衛', '卫'), ('複', '复'), ('規', '规'), ('視', '视'), ('觀', '观'), ('訂', '订'),
    ('計', '计'), ('訊', '讯'), ('訓', '训'), ('記', '记'), ('設', '设'), ('評', '评'),
    ('該', '该'), ('詳', '详'), ('認', '认'), ('說', '说'), ('課', '课'), ('調', '调'),
    ('請', '请'), ('論', '论'), ('諮', '咨'), ('講', '讲'), ('證', '证'), ('識', '识'),
    ('譯', '译'), ('議', '议'), ('護', '护'), ('讀', '读'), ('讓', '让'), ('負', '负'),
    ('財', '财'), ('責', '责'), ('買', '买'), ('費', '费'), ('資', '资'), ('質', '质'),
    ('賽', '赛'), ('贏', '赢'), ('趕', '赶'), ('躍', '跃'), ('車', '车'), ('軍', '军'),
    ('較', '较'), ('輛', '辆'), ('輪', '轮'), ('轉', '转'), ('辦', '办'), ('農', '农'),
    ('週', '周'), ('進', '进'), ('運', '运'), ('過', '过'), ('達', '达'), ('遲', '迟'),
    ('選', '选'), ('還', '还'), ('邊', '边'), ('鄉', '乡'), ('鄰', '邻'), ('醫', '医'),
    ('針', '针'), ('銀', '银'), ('鋪', '铺'), ('錄', '录'), ('錢', '钱'), ('鍵', '键'),
    ('鍾', '钟'), ('鎮', '镇'), ('鏡', '镜'), ('鐘', '钟'), ('長', '长'), ('門', '门'),
    ('閉', '闭'), ('開', '开'), ('間', '间'), ('闊', '阔'), ('關', '关'), ('陳', '陈'),
    ('陽', '阳'), ('隊', '队'), ('階', '阶'), ('際', '际'), ('隨', '随'), ('險', '险'),
    ('雙', '双'), ('離', '离'), ('難', '难'), ('電', '电'), ('韻', '韵'), ('頃', '顷'),
    ('項', '项'), ('預', '预'), ('頓', '顿'), ('領', '领'), ('頭', '头'), ('顆', '颗'),
    ('題', '题'), ('類', '类'), ('顯', '显'), ('風', '风'), ('飯', '饭'), ('養', '养'),
    ('餘', '余'), ('館', '馆'), ('駐', '驻'), ('驅', '驱'), ('驗', '验'), ('體', '体'),
    ('麼', '么'), ('點', '点'), ('黨', '党'), ('齊', '齐'), ('齡', '龄'),
];
