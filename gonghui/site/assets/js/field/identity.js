// The resident's number as the desk checks it: form, a day there has been, the last character.
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

export const plain = (text) =>
  text.replace(/[！-～]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 65248)).replace(/[\s-]/g, "").toUpperCase();

export function whyWrong(text, today) {
  const number = plain(text);
  if (number.length !== 18) return `身份证号要 18 位，您填了 ${number.length} 位`;
  if (!/^\d{17}[\dX]$/.test(number)) return "身份证号只能是数字，最后一位可以是 X";
  const [, year, month, day] = number.match(/^.{6}(\d{4})(\d\d)(\d\d)/);
  const born = new Date(Date.UTC(+year, month - 1, +day));
  if (born.toISOString().slice(0, 10) !== `${year}-${month}-${day}` || born > today) return "身份证号里的出生日期不对，请对照证件核对第 7 到 14 位";
  const sum = WEIGHTS.reduce((all, weight, n) => all + weight * number[n], 0);
  return "10X98765432"[sum % 11] === number[17] ? "" : "身份证号对不上，多半有一位抄错了，请对照证件核对";
}
