// What the package says about units and rounds, and what has to be asked of one of them.
import { dayOf } from "./dom.js";

export const KIND = "survey.answer";
export const OUTCOMES = [["met", "见到了"], ["absent", "没有人"], ["closed", "已经关门"], ["moved", "已经搬走"]];
const GONE = { closed: ["plum", "已关门"], moved: ["plum", "已搬走"] };

export const surveyOf = (pack) => (pack && pack.packages.survey) || { rounds: [], subjects: [] };

// The rounds that run today; the one that goes from door to door is first.
export function roundsOf(pack, today) {
  const day = dayOf(today);
  const running = surveyOf(pack).rounds.filter((one) => (!one.since || one.since <= day) && (!one.until || day <= one.until));
  return running.sort((a, b) => (b.kind === "quarter") - (a.kind === "quarter"));
}

// Still to be visited in this round: what is there, was not seen since it began, and is of a kind it asks about.
export const isOpen = (subject, round) =>
  !GONE[subject.state] && !(subject.state && subject.as_of >= round.since) && (!round.by_kind || Boolean(round.by_kind[subject.kind]));

export const subjectOf = (pack, id) => surveyOf(pack).subjects.find((one) => String(one.id) === id);

export const stateOf = (subject, round) =>
  GONE[subject.state] || (!round || isOpen(subject, round) ? ["mute", "还没走访"] : ["ok", "已走访"]);

// A round asks employers one thing and groups of workers another, or is about one of the two only.
export const KINDS = [["employer", "用人单位"], ["group", "职工群体"]];
export const kindsOf = (round) => KINDS.filter(([code]) => round.by_kind && round.by_kind[code]);
export const asked = (round, kind) => (round.by_kind && round.by_kind[kind]) || round.questions;

const isEmpty = (value) => value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length);

// What is new or other than what was known: the rest is not said again.
export function told(questions, before, given) {
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const pairs = questions.map(({ key }) => [key, given[key]]);
  return Object.fromEntries(pairs.filter(([key, value]) => !isEmpty(value) && !same(value, before[key])));
}

export const missing = (questions, before, given) =>
  questions.filter((one) => one.required && isEmpty(given[one.key]) && isEmpty(before[one.key]));

export function said(question, value) {
  if (question.choices && question.choices.length) {
    const found = question.choices.find(([code]) => String(code) === String(value));
    return found ? found[1] : String(value);
  }
  if (question.kind === "yes") return value ? "是" : "否";
  return Array.isArray(value) ? value.map((one) => (one && one.name) || String(one)).join("、") : String(value);
}

export { isEmpty };
