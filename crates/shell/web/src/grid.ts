// The grid of a register: takes the place of the form of many lines, takes what is pasted from a
// spreadsheet, and sends the same fields the form would. The server checks everything.
//
// Markup: form[data-grid] > table[data-grid-table]; th[data-grid-column="unit" | "v.CODE"], with
// data-grid-number for numbers and data-grid-long for texts of many lines; a datalist #o-CODE offers choices; tr[data-grid-line="N"] holds the
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
    clipboardPasteParser: cellsOf,
    clipboardPasteAction: (lines: string[][]) => put(grid, columns, lines),
    placeholder: "没有可以编辑的记录。",
  });
  let isChanged = form.dataset.guard === "changed";
  grid.on("dataChanged", () => {
    isChanged = true;
    form.dataset.guard = "changed";
    // What is pasted is typed by nobody: the guard is told.
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  form.addEventListener("submit", () => {
    if (isChanged) form.dataset.guard = "";
    send(form, grid.getData(), columns);
  });
}

// What a spreadsheet puts into the clipboard: cells apart by tabs; one with a line end or a quote in it
// stands in quotes.
function cellsOf(text: string): string[][] {
  const lines: string[][] = [[]];
  let cell = "";
  let isQuoted = false;
  const endCell = (): void => {
    lines[lines.length - 1]?.push(cell);
    cell = "";
  };
  const plain = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < plain.length; at += 1) {
    const char = plain[at] ?? "";
    if (isQuoted && char === '"' && plain[at + 1] === '"') {
      cell += char;
      at += 1;
    } else if (char === '"' && (isQuoted || (cell === "" && closes(plain, at)))) {
      isQuoted = !isQuoted;
    } else if (!isQuoted && char === "\t") {
      endCell();
    } else if (!isQuoted && char === "\n") {
      endCell();
      lines.push([]);
    } else {
      cell += char;
    }
  }
  endCell();
  return lines;
}

// Whether a quote that opens a cell is closed at the end of one: else it is no more than a quote.
function closes(text: string, open: number): boolean {
  for (let at = text.indexOf('"', open + 1); at > 0; at = text.indexOf('"', at + 1)) {
    const next = text[at + 1];
    if (next === '"') at += 1;
    else return next === undefined || next === "\t" || next === "\n";
  }
  return false;
}

// Puts what was pasted where the selection begins: from the number of a line, into its first column. What
// goes beyond the last line makes new ones, so that nothing of it is lost.
function put(grid: Tabulator, columns: Column[], lines: string[][]): unknown[] {
  const [range] = grid.getRanges().slice(-1);
  const rows = grid.getRows("active");
  const firstRow = range?.getRows()[0];
  const firstColumn = range?.getColumns()[0]?.getField();
  const from = Math.max(0, columns.findIndex((column) => column.field === firstColumn));
  const top = Math.max(0, rows.findIndex((row) => row.getPosition() === firstRow?.getPosition()));
  lines.forEach((cells, place) => {
    const line: Row = {};
    cells.forEach((cell, along) => {
      const column = columns[from + along];
      if (column) line[column.field] = cell;
    });
    const row = rows[top + place];
    if (row) void row.update(line);
    else void grid.addRow({ no: "0", version: "0", ...line });
  });
  return rows.slice(top, top + lines.length);
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
      editor: editorOf(head, values),
      editorParams: values.length > 0 ? { values, autocomplete: true, freetext: true, listOnEmpty: true } : { shiftEnterSubmit: true },
      formatter: shown,
    };
  });
}

// Only a cell of many lines keeps line breaks while it is typed in: Enter makes one, Shift+Enter ends.
function editorOf(head: HTMLElement, values: string[]): "list" | "textarea" | "input" {
  if (values.length > 0) return "list";
  return head.hasAttribute("data-grid-long") ? "textarea" : "input";
}

function rowsOf(table: HTMLTableElement): Row[] {
  const lines = table.querySelectorAll<HTMLElement>("tr[data-grid-line]");
  return Array.from(lines, (line) => {
    const row: Row = {};
    for (const input of line.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")) {
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
