// The part of Tabulator the grid page uses.
declare module "tabulator-tables" {
  export type Row = Record<string, string>;
  export interface Column {
    title: string;
    field: string;
    hozAlign?: "left" | "right";
    editor?: string;
    editorParams?: Record<string, unknown>;
    frozen?: boolean;
    minWidth?: number;
    cssClass?: string;
    formatter?: (cell: Cell) => HTMLElement | string;
  }
  export interface Cell {
    getValue(): string;
    getField(): string;
    getData(): Row;
    getElement(): HTMLElement;
  }
  export interface RowComponent {
    getPosition(): number | false;
    update(row: Row): Promise<unknown>;
  }
  export interface Range {
    getRows(): RowComponent[];
    getColumns(): { getField(): string }[];
  }
  export class Tabulator {
    constructor(place: HTMLElement, options: Record<string, unknown>);
    getData(): Row[];
    getRows(which: "active"): RowComponent[];
    getRanges(): Range[];
    addRow(row: Row): Promise<unknown>;
    on(event: string, act: (...details: unknown[]) => void): void;
    static registerModule(modules: unknown[]): void;
  }
  export const ClipboardModule: unknown;
  export const EditModule: unknown;
  export const FormatModule: unknown;
  export const FrozenColumnsModule: unknown;
  export const KeybindingsModule: unknown;
  export const SelectRangeModule: unknown;
  export const ResizeColumnsModule: unknown;
}
