/**
 * Writes small HDF5 files byte by byte: groups of links, contiguous arrays, compounds with sequences. What the library under test reads is
 * then not what the same library wrote. Superblock 0, object headers 1, links in messages, one global heap.
 *
 * Source: the HDF Group, HDF5 File Format Specification, version 3.
 */
export type TestType =
  | { readonly of: "f4" | "f8" | "u1" | "u2" | "u4" | "u8" | "i1" }
  | { readonly of: "text"; readonly length: number }
  | { readonly of: "sequence"; readonly element: TestType }
  | { readonly of: "compound"; readonly members: Readonly<Record<string, TestType>> };

/** Numbers, a string, the values of a sequence, or the members' values by name. */
export type TestValue = number | string | readonly number[] | { readonly [name: string]: TestValue };

export type TestNode =
  | { readonly group: Readonly<Record<string, TestNode>> }
  | { readonly type: TestType; readonly shape: readonly number[]; readonly values: readonly TestValue[] };

const UNDEFINED = 0xffffffffffffffffn;

const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));
const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const little = (value: number | bigint, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => Number((BigInt(value) >> BigInt(8 * at)) & 255n));
const padded = (data: Uint8Array, step = 8): Uint8Array => join(data, new Uint8Array((step - (data.length % step)) % step));

function sizeOf(type: TestType): number {
  switch (type.of) {
    case "text":
      return type.length;
    case "sequence":
      return 16;
    case "compound":
      return Object.values(type.members).reduce((sum, member) => sum + sizeOf(member), 0);
    default:
      return Number(type.of[1]);
  }
}

/** The datatype message: class, version 3, class bits, size, properties. */
function datatype(type: TestType): Uint8Array {
  const head = (kind: number, bits: readonly number[]): Uint8Array => join(bytes(0x30 | kind, ...bits), little(sizeOf(type), 4));
  switch (type.of) {
    case "text":
      return head(3, [0, 0, 0]);
    case "sequence":
      return join(head(9, [0, 0, 0]), datatype(type.element));
    case "compound": {
      const members = Object.entries(type.members);
      const offsetLength = sizeOf(type) < 256 ? 1 : 2;
      let offset = 0;
      const list = members.map(([name, member]) => {
        const message = join(Buffer.from(`${name}\0`), little(offset, offsetLength), datatype(member));
        offset += sizeOf(member);
        return message;
      });
      return join(head(6, [members.length, 0, 0]), ...list);
    }
    case "f4":
      return join(head(1, [0x20, 31, 0]), little(0, 2), little(32, 2), bytes(23, 8, 0, 23), little(127, 4));
    case "f8":
      return join(head(1, [0x20, 63, 0]), little(0, 2), little(64, 2), bytes(52, 11, 0, 52), little(1023, 4));
    default:
      return join(head(0, [type.of[0] === "i" ? 8 : 0, 0, 0]), little(0, 2), little(8 * sizeOf(type), 2));
  }
}

class Heap {
  readonly objects: Uint8Array[] = [];

  /** @returns the object's index */
  add(data: Uint8Array): number {
    return this.objects.push(data);
  }

  get length(): number {
    return 16 + this.objects.reduce((sum, data) => sum + 16 + padded(data).length, 0) + 4096;
  }

  collection(): Uint8Array {
    const list = this.objects.map((data, at) => join(little(at + 1, 2), little(1, 2), little(0, 4), little(data.length, 8), padded(data)));
    const used = 16 + list.reduce((sum, data) => sum + data.length, 0);
    const rest = join(little(0, 8), little(this.length - used, 8), new Uint8Array(this.length - used - 16));
    return join(Buffer.from("GCOL"), bytes(1, 0, 0, 0), little(this.length, 8), ...list, rest);
  }
}

function encode(type: TestType, value: TestValue, heap: Heap, heapAddress: number): Uint8Array {
  switch (type.of) {
    case "text": {
      const text = new Uint8Array(type.length);
      text.set(Buffer.from(String(value)).subarray(0, type.length));
      return text;
    }
    case "sequence": {
      const list = value as readonly number[];
      const index = heap.add(join(...list.map((each) => encode(type.element, each, heap, heapAddress))));
      return join(little(list.length, 4), little(heapAddress, 8), little(index, 4));
    }
    case "compound": {
      const values = value as Readonly<Record<string, TestValue>>;
      return join(...Object.entries(type.members).map(([name, member]) => encode(member, values[name] ?? 0, heap, heapAddress)));
    }
    default: {
      const number = Buffer.alloc(sizeOf(type));
      if (type.of === "f4") number.writeFloatLE(Number(value));
      else if (type.of === "f8") number.writeDoubleLE(Number(value));
      else number.set(little(BigInt(value as number) & 0xffffffffffffffffn, number.length));
      return number;
    }
  }
}

function header(messages: readonly (readonly [kind: number, data: Uint8Array])[]): Uint8Array {
  const list = messages.map(([kind, data]) => join(little(kind, 2), little(padded(data).length, 2), little(0, 4), padded(data)));
  const size = list.reduce((sum, message) => sum + message.length, 0);
  return join(bytes(1, 0), little(messages.length, 2), little(1, 4), little(size, 4), little(0, 4), ...list);
}

/** @param root the root group's nodes */
export function writeHdf5(root: Readonly<Record<string, TestNode>>): Uint8Array {
  const parts: Uint8Array[] = [];
  const heap = new Heap();
  const start = 96;
  // The heap comes first, so its size must be known: sequences are counted before they are placed.
  let end = start;
  const place = (data: Uint8Array): number => {
    const address = end;
    parts.push(padded(data));
    end += padded(data).length;
    return address;
  };
  const write = (node: TestNode): number => {
    if ("group" in node) {
      const links = Object.entries(node.group).map(([name, child]): [number, Uint8Array] => {
        const text = Buffer.from(name);
        return [6, join(bytes(1, 0, text.length), text, little(write(child), 8))];
      });
      return place(header([[2, join(bytes(0, 0), little(UNDEFINED, 8), little(UNDEFINED, 8))], [10, bytes(0, 0)], ...links]));
    }
    const data = join(...node.values.map((value) => encode(node.type, value, heap, heapAddress)));
    const address = place(data);
    return place(
      header([
        [1, join(bytes(1, node.shape.length, 0, 0, 0, 0, 0, 0), ...node.shape.map((size) => little(size, 8)))],
        [3, datatype(node.type)],
        [5, bytes(2, 2, 2, 0)],
        [8, join(bytes(3, 1), little(address, 8), little(data.length, 8))],
      ]),
    );
  };
  let heapAddress = 0;
  const measured = write({ group: root });
  heapAddress = end;
  const again = heap.objects.length;
  heap.objects.length = 0;
  parts.length = 0;
  end = start;
  const rootAddress = write({ group: root });
  if (rootAddress !== measured || heap.objects.length !== again) throw new Error("the second pass differs from the first");
  parts.push(heap.collection());
  const superblock = join(
    bytes(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0, 0, 8, 8, 0),
    little(4, 2),
    little(16, 2),
    little(0, 4),
    little(0, 8),
    little(UNDEFINED, 8),
    little(heapAddress + heap.length, 8),
    little(UNDEFINED, 8),
    little(0, 8),
    little(rootAddress, 8),
    new Uint8Array(24),
  );
  return join(superblock, ...parts);
}

/** An array of numbers. */
export const numbers = (of: "f4" | "f8" | "u1" | "i1", shape: readonly number[], values: readonly number[]): TestNode => ({
  type: { of },
  shape,
  values,
});

/** A scalar text. */
export const text = (value: string): TestNode => ({ type: { of: "text", length: value.length + 1 }, shape: [], values: [value] });

/** An array of complex numbers, interleaved re, im. */
export const complexes = (shape: readonly number[], data: ArrayLike<number>): TestNode => ({
  type: { of: "compound", members: { r: { of: "f4" }, i: { of: "f4" } } },
  shape,
  values: Array.from({ length: data.length / 2 }, (_, at) => ({ r: data[2 * at]!, i: data[2 * at + 1]! })),
});
