// The review page: ties the paper (left) to the ledger (right), and takes the keyboard.
//
// Without this script everything on the page still works as links and forms. Markup it expects:
//
//   <nav class="review-switch" aria-label="原文与台账">          phones: two tabs; plain jump links without script
//     <a href="#original">原文</a><a href="#ledger" aria-current="true">台账</a></nav>
//   <div class="review" data-review data-pane="ledger">
//     <section class="review-original" id="original" data-review-original tabindex="0" aria-label="原文">
//       <p class="src-line"> one per line of the paper (or .src-title, table.src-table)
//         <span class="src-item" data-part="ITEM"> words of an item; one span per paragraph it runs through
//           <mark class="mark mark-target" data-ref="t-ID" id="src-t-ID">200名</mark>
//           kinds: mark-target, mark-deadline, mark-party, mark-noise, mark-finding; a mark interrupted by noise is
//           several <mark> with the same data-ref, of which the first has the id
//     <section class="review-ledger" id="ledger" data-review-ledger aria-label="台账">
//       <details class="review-findings" open><summary>提示 3</summary><ul>
//         <li class="row-finding" data-ref="f-ID"><span>…</span><a class="to-source" href="#src-f-ID">原文</a></li>
//       <ol class="ledger-items">
//         <li class="ledger-path">section heading</li>
//         <li class="item-card item-open|item-done|item-editing" id="item-ITEM" data-item data-place data-part="ITEM" tabindex="-1"
//             aria-labelledby="item-ITEM-title">
//           <div class="item-head"> .item-marker, h3.item-title#item-ITEM-title (.item-words without heading), .item-state, .item-actions
//           <div class="item-fields">
//             <div class="field-group[ field-group-short]"><div class="field-kind">目标</div><div>
//               <div class="field-row row-target" data-ref="t-ID">
//                 <span class="field-subject">大学生</span>
//                 <span class="field-value"><span class="cmp">≥</span>200<span class="unit">名</span></span>
//                 <a class="to-source" href="#src-t-ID">原文</a></div>
//               rows: row-target, row-deadline, row-party, row-finding (with .field-finding); what was not read:
//               <div class="field-row field-missing"><span class="missing">未识别</span>
//                 <span class="suggestion">建议 <b>人事科</b>（…）</span> <button class="button button-bare field-push">采用</button>
//   <dialog class="keys" data-review-keys> and a button data-review-help (with data-scripted) that opens it
//
// Keys: j/k go to the next and previous card. Any other key presses what carries data-key="that key" in the current
// card, or else anywhere outside the cards: a form is submitted, a link or button is clicked. So the card has
// <button data-key="a"> (accept), <a data-key="e"> (edit), m (merge with next), s (split), u (undo), and the edit form
// a <a data-key="Escape"> (cancel). The buttons of all cards belong to one form of the page, <form id="acts">, which
// carries the token: <button form="acts" formaction="…" data-in-place>. Keys never act while something is typed, nor with Ctrl, Alt or Meta.
//
// In place: a button or link that says data-in-place (islands/in-place.ts) is answered with the redrawn card of the same
// id; the edit form in a card with hx-post, hx-target="#item-ITEM" hx-swap="outerHTML". What changes several cards (merge,
// undo) loads the page anew. In data-ref and the id of a mark ID is the end of an id, everywhere else ITEM is a whole one.
// After an accepted card the next open one becomes current. Whatever stands outside the card (counts) is sent along
// with hx-swap-oob.
import { Linked } from "./review/linked";
import { Cards } from "./review/cards";
import { takeKeys } from "./review/keys";

const review = document.querySelector<HTMLElement>("[data-review]");
const original = review?.querySelector<HTMLElement>("[data-review-original]");
const ledger = review?.querySelector<HTMLElement>("[data-review-ledger]");

if (review && original && ledger) {
  const linked = new Linked(review, original, ledger);
  const cards = new Cards(ledger, linked);
  linked.onPart = (part) => cards.choosePart(part);
  takeKeys(cards);
  cards.start();
}
