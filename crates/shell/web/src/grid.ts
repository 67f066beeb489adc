// The grid of a register: takes the place of the form of many lines, takes what is pasted from a
// spreadsheet, and sends the same fields the form would. The server checks everything.
//
// Markup: form[data-grid] > table[data-grid-table]; th[data-grid-column="unit" | "v.CODE"], with
// data-grid-number for numbers; a datalist #o-CODE offers choices; tr[data-grid-line="N"] holds the
// inputs lN.no, lN.version, lN.unit, lN.v.CODE, and .field-error what was wrong with a cell.
import {
  ClipboardModule, EditModule, FormatModule, FrozenColumnsModule, KeybindingsModule, ResizeColumnsModule,
  SelectRangeModule, Tabulator,
  type Cell, type Column, type Row,
} from "tabulator-tables";

// Empty lines that are there for pasting into.
const SPARE = 200;
const FAULT = "!";

Tabulator.registerModule([
  ClipboardModule, EditModule, FormatModule, FrozenColumnsModule, KeybindingsModule, ResizeColumnsModule,
  SelectRangeModule,
]);

const form = document.querySelector<HTMLFormElement>("form[data-grid]");
const table = form?.querySelector<HTMLTableElement>("[data-grid-table]");
if (form && table) begin(form, table);

function begin(form: HTMLFormElement, table: HTMLTableElement): void {
  const columns = columnsOf(table);
  const rows = rowsOf(table);
  for (let spare = 0; spare < SPARE; spare += 1) rows.push({ no: "0", version: "0" });
  const place = document.createElement("div");
  place.className = "register-grid";
  const around = table.parentElement;
  around?.replaceWith(place);
  const grid = new Tabulator(place, {
    data: rows,
    rowHeader: { title: "编号", field: "no", frozen: true, minWidth: 80, formatter: numberOf },
    columns,
    // Names of fields have points in them.
    nestedFieldSeparator: false,
    height: "68vh",
    layout: "fitDataFill",
    editTriggerEvent: "dblclick",
    selectableRange: 1,
    selectableRangeClearCells: true,
    clipboard: true,
    clipboardCopyStyled: false,
    clipboardCopyConfig: { rowHeaders: false, columnHeaders: false },
    clipboardCopyRowRange: "range",
    clipboardPasteParser: "range",
    clipboardPasteAction: "range",
    placeholder: "没有可以编辑的记录。",
  });
  let isChanged = form.dataset.guard === "changed";
  grid.on("dataChanged", () => {
    isChanged = true;
    form.dataset.guard = "changed";
  });
  form.addEventListener("submit", () => {
    if (isChanged) form.dataset.guard = "";
    send(form, grid.getData(), columns);
  });
}

function columnsOf(table: HTMLTableElement): Column[] {
  const heads = table.querySelectorAll<HTMLElement>("th[data-grid-column]");
  return Array.from(heads, (head) => {
    const field = head.dataset.gridColumn ?? "";
    const list = document.getElementById(`o-${field.slice(2)}`);
    const values = Array.from(list?.querySelectorAll("option") ?? [], (option) => option.value);
    return {
      title: head.textContent ?? "",
      field,
      minWidth: 90,
      hozAlign: head.hasAttribute("data-grid-number") ? "right" : "left",
      editor: values.length > 0 ? "list" : "input",
      editorParams: values.length > 0 ? { values, autocomplete: true, freetext: true, listOnEmpty: true } : {},
      formatter: shown,
    };
  });
}

function rowsOf(table: HTMLTableElement): Row[] {
  const lines = table.querySelectorAll<HTMLElement>("tr[data-grid-line]");
  return Array.from(lines, (line) => {
    const row: Row = {};
    for (const input of line.querySelectorAll("input")) {
      const name = input.name.slice(input.name.indexOf(".") + 1);
      row[name] = input.value;
      const fault = input.closest("td")?.querySelector(".field-error")?.textContent;
      if (fault) row[FAULT + name] = fault;
    }
    return row;
  });
}

function numberOf(cell: Cell): string {
  const no = cell.getValue();
  return no === "0" ? "" : `第${no}号`;
}

// A cell with what is wrong with it until it is changed.
function shown(cell: Cell): HTMLElement {
  const words = document.createElement("span");
  words.textContent = cell.getValue() ?? "";
  const fault = cell.getData()[FAULT + cell.getField()];
  if (fault) {
    words.className = "grid-wrong";
    words.title = fault;
    if (!words.textContent) words.textContent = "！";
  }
  return words;
}

// The lines as the form would have sent them.
function send(form: HTMLFormElement, rows: Row[], columns: Column[]): void {
  form.querySelectorAll("input[data-grid-sent]").forEach((input) => input.remove());
  const add = (name: string, value: string): void => {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    input.dataset.gridSent = "";
    form.append(input);
  };
  rows.forEach((row, place) => {
    const isNew = (row.no ?? "0") === "0";
    const isEmpty = columns.every((column) => !row[column.field]);
    if (isNew && isEmpty) return;
    add(`l${place}.no`, row.no ?? "0");
    add(`l${place}.version`, row.version ?? "0");
    for (const column of columns) add(`l${place}.${column.field}`, row[column.field] ?? "");
  });
}
