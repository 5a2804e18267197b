import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leafHash, pathOf, rootByPath, rootOf } from "../../../src/core/audit/merkle-tree.ts";

/** The inputs and roots of Certificate Transparency's own tests: google/certificate-transparency, merkle_tree_test. */
const inputs = ["", "\0", "\x10", " !", "01", "@ABC", "PQRSTUVW", "`abcdefghijklmno"];
const roots = new Map([
  [0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  [1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"],
  [2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
  [3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"],
  [4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
  [5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"],
  [6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"],
  [7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"],
  [8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"],
]);

const trees = fc
  .integer({ min: 1, max: 70 })
  .chain((size) => fc.tuple(fc.constant(size), fc.nat({ max: size - 1 })))
  .map(([size, index]) => ({
    leaves: Array.from({ length: size }, (_, at) => leafHash(`leaf ${at}`)),
    index,
  }));

test.each([...roots])("the root of %i leaves is that of RFC 6962's other implementations", (size, root) => {
  expect(rootOf(inputs.slice(0, size).map(leafHash))).toBe(root);
});

describe("a leaf's path", () => {
  test("leads to the root from every leaf of trees of every size", () => {
    fc.assert(
      fc.property(trees, ({ leaves, index }) => {
        const path = pathOf(leaves, index);

        expect(rootByPath(leaves[index] ?? "", { index, size: leaves.length, path })).toBe(rootOf(leaves));
      }),
    );
  });

  test("leads nowhere for another leaf, another place, another size or a path of another length", () => {
    fc.assert(
      fc.property(trees, ({ leaves, index }) => {
        const size = leaves.length;
        const path = pathOf(leaves, index);
        const leaf = leaves[index] ?? "";
        const root = rootOf(leaves);

        expect(rootByPath(leafHash("another"), { index, size, path })).not.toBe(root);
        expect(rootByPath(leaf, { index, size, path: [...path, root] })).not.toBe(root);
        if (path.length > 0) expect(rootByPath(leaf, { index, size, path: path.slice(1) })).not.toBe(root);
        if (size > 1) expect(rootByPath(leaf, { index: (index + 1) % size, size, path })).not.toBe(root);
        expect(rootByPath(leaf, { index: size, size, path })).toBeUndefined();
      }),
    );
  });

  test("there is none of a leaf that is not in the tree", () => {
    expect(() => pathOf([leafHash("only")], 1)).toThrow(RangeError);
  });
});

test("two nodes cannot be passed off as a leaf", () => {
  const [left, right] = [leafHash("left"), leafHash("right")];

  const asLeaf = leafHash(Buffer.from(left + right, "hex").toString("latin1"));

  expect(rootOf([asLeaf])).not.toBe(rootOf([left, right]));
});
