// Evaluates {variables, expressions, tests} from standard input with feelin; run it in the folder that has node_modules.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const { evaluate, unaryTest } = createRequire(process.cwd() + "/")("feelin");

function plain(value) {
  if (value === null || value === undefined || typeof value !== "object") return value ?? null;
  if (Array.isArray(value)) return value.map(plain);
  if (value.constructor !== Object) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}

function answer(ask) {
  try {
    return { value: plain(ask().value) };
  } catch (error) {
    return { error: String(error.message) };
  }
}

const { variables, expressions, tests } = JSON.parse(await text(process.stdin));
console.log(
  JSON.stringify({
    expressions: expressions.map((source) => answer(() => evaluate(source, variables))),
    tests: tests.map(([source, value]) => answer(() => unaryTest(source, { ...variables, "?": value }))),
  }),
);
