"""The log's forms, written down a second time: RFC 6962, C2SP signed notes and tiles, RFC 8032.

Nothing of the register's own code is used here, and nothing outside of Python's standard library. It
is slow and plain, to be read beside the documents.
"""
import base64
import hashlib

# --- Ed25519, RFC 8032 section 5.1 ------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def add(a, b):
    """Of points in extended coordinates (X, Y, Z, T)."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def decompress(text):
    number = int.from_bytes(text, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def is_same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def ed25519_verifies(public_key, message, signature):
    if len(public_key) != 32 or len(signature) != 64:
        return False
    key, point = decompress(public_key), decompress(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or point is None or scalar >= L:
        return False
    hashed = hashlib.sha512(signature[:32] + public_key + message).digest()
    return is_same(times(scalar, BASE),
                   add(point, times(int.from_bytes(hashed, "little") % L, key)))


def compress(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def ed25519_sign(seed, message):
    """(public key, signature); for tests that play a register that lies."""
    hashed = hashlib.sha512(seed).digest()
    secret = int.from_bytes(hashed[:32], "little") & ((1 << 254) - 8) | 1 << 254
    public_key = compress(times(secret, BASE))
    nonce = int.from_bytes(hashlib.sha512(hashed[32:] + message).digest(), "little") % L
    point = compress(times(nonce, BASE))
    bound = int.from_bytes(hashlib.sha512(point + public_key + message).digest(), "little") % L
    return public_key, point + ((nonce + bound * secret) % L).to_bytes(32, "little")


# --- Signed notes -----------------------------------------------------------------------------------

class VerifierKey:
    """NAME+KEYID+BASE64, where the bytes are an algorithm (1: Ed25519) and the key."""

    def __init__(self, text):
        self.name, key_id, key = text.strip().split("+", 2)
        self.bytes = base64.b64decode(key, validate=True)
        if self.bytes[0] != 1 or len(self.bytes) != 33:
            raise ValueError("no Ed25519 key")
        self.id = hashlib.sha256(self.name.encode() + b"\n" + self.bytes).digest()[:4]
        if self.id.hex() != key_id:
            raise ValueError("another key's id")


def open_checkpoint(note, key):
    """(size, root) of a checkpoint that `key` has signed; ValueError otherwise."""
    text, found, signatures = note.rpartition(b"\n\n")
    if not found or not note.endswith(b"\n"):
        raise ValueError("no note")
    text += b"\n"
    for line in signatures.decode().splitlines():
        dash, name, encoded = line.split(" ")
        signature = base64.b64decode(encoded, validate=True)
        if (dash, name, signature[:4]) == ("\u2014", key.name, key.id) and ed25519_verifies(
                key.bytes[1:], text, signature[4:]):
            break
    else:
        raise ValueError("not signed by the key")
    origin, size, root = text.decode().splitlines()
    if origin != key.name:
        raise ValueError("another log's")
    return int(size), base64.b64decode(root, validate=True)


def sign_checkpoint(origin, size, root, seed):
    text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n".encode()
    public_key, signature = ed25519_sign(seed, text)
    key_id = hashlib.sha256(origin.encode() + b"\n\x01" + public_key).digest()[:4]
    line = f"\u2014 {origin} {base64.b64encode(key_id + signature).decode()}\n"
    return text + b"\n" + line.encode()


# --- The tree ---------------------------------------------------------------------------------------

def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(count):
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1


def root_of(leaves):
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return node(root_of(leaves[:k]), root_of(leaves[k:]))


def inclusion_root(leaf, index, size, proof):
    """The root to which a path of RFC 6962 section 2.1.1 leads; ValueError for another length."""
    if size == 1:
        if index or proof:
            raise ValueError("a proof of another length")
        return leaf
    if not 0 <= index < size or not proof:
        raise ValueError("a proof of another length")
    k = split(size)
    if index < k:
        return node(inclusion_root(leaf, index, k, proof[:-1]), proof[-1])
    return node(proof[-1], inclusion_root(leaf, index - k, size - k, proof[:-1]))


def consistency_roots(old, new, proof, old_root, whole=True):
    """(old root, new root) to which a proof of RFC 6962 section 2.1.2 leads."""
    if old == new:
        if whole:
            if proof:
                raise ValueError("a proof of another length")
            return old_root, old_root
        if len(proof) != 1:
            raise ValueError("a proof of another length")
        return proof[0], proof[0]
    if not 0 < old < new or not proof:
        raise ValueError("a proof of another length")
    k = split(new)
    if old <= k:
        before, after = consistency_roots(old, k, proof[:-1], old_root, whole)
        return before, node(after, proof[-1])
    before, after = consistency_roots(old - k, new - k, proof[:-1], old_root, False)
    return node(proof[-1], before), node(proof[-1], after)


def consistency_proof(old, leaves, whole=True):
    """SUBPROOF of RFC 6962 section 2.1.2."""
    if old == len(leaves):
        return [] if whole else [root_of(leaves)]
    k = split(len(leaves))
    if old <= k:
        return [*consistency_proof(old, leaves[:k], whole), root_of(leaves[k:])]
    return [*consistency_proof(old - k, leaves[k:], False), root_of(leaves[:k])]


# --- Tiles ------------------------------------------------------------------------------------------

def tile_path(level, number, width):
    groups = [f"{number % 1000:03}"]
    while number >= 1000:
        number //= 1000
        groups.insert(0, f"x{number % 1000:03}")
    return f"{level}/{'/'.join(groups)}" + ("" if width == 256 else f".p/{width}")


def tiles_of(size):
    """(level, number, width) of every tile of a tree."""
    level = 0
    while size >> (8 * level):
        entries = size >> (8 * level)
        yield from ((level, number, 256) for number in range(entries // 256))
        if entries % 256:
            yield level, entries // 256, entries % 256
        level += 1


def tree_of_tiles(size, read):
    """The leaves of a tree, every tile read and held to the ones below it."""
    hashes = {}
    for level, number, width in tiles_of(size):
        tile = read(tile_path(level, number, width))
        if len(tile) != 32 * width:
            raise ValueError("a tile of another length")
        for i in range(width):
            hashes[level, number * 256 + i] = tile[32 * i:32 * i + 32]
    for (level, index), own in hashes.items():
        if level and own != root_of([hashes[level - 1, index * 256 + i] for i in range(256)]):
            raise ValueError("a tile that the one below does not give")
    return [hashes[0, i] for i in range(size)]
