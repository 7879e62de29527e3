// Command verdict reads one case a line from standard input, as JSON, and answers each with one line: what Go's own
// sumdb/note and sumdb/tlog say to it. It knows nothing of Undersigned.
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type testCase struct {
	Kind   string   `json:"kind"`
	Text   string   `json:"text"`
	Bytes  []byte   `json:"bytes"`
	Keys   []string `json:"keys"`
	Seed   []byte   `json:"seed"`
	Leaves [][]byte `json:"leaves"`
	Index  int64    `json:"index"`
	Size   int64    `json:"size"`
	Old    int64    `json:"old"`
	Level  int      `json:"level"`
	Width  int      `json:"width"`
	Proof  [][]byte `json:"proof"`
	Root   []byte   `json:"root"`
	Hash   []byte   `json:"hash"`
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {
		line, err := in.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var c testCase
			if e := json.Unmarshal(line, &c); e != nil {
				fmt.Fprintf(os.Stderr, "not a case: %v\n", e)
				os.Exit(2)
			}
			fmt.Fprintln(out, answer(&c))
		}
		if err != nil {
			return
		}
	}
}

func answer(c *testCase) string {
	switch c.Kind {
	case "verifier key":
		v, err := note.NewVerifier(c.Text)
		if err != nil {
			return "refused"
		}
		return fmt.Sprintf("key %08x %s", v.KeyHash(), v.Name())
	case "note", "signature note":
		return openNote(c)
	case "signing key":
		s, err := note.NewSigner(c.Text)
		if err != nil {
			return "refused"
		}
		return fmt.Sprintf("key %08x %s", s.KeyHash(), s.Name())
	case "generate key":
		skey, vkey, err := note.GenerateKey(rand.Reader, c.Keys[0])
		if err != nil {
			return "refused"
		}
		return skey + " " + vkey
	case "sign with key":
		return signWith(c.Keys[0], c.Text)
	case "signing":
		return signNote(c)
	case "root":
		h, err := tlog.TreeHash(int64(len(c.Leaves)), store(c.Leaves))
		return hash(h, err)
	case "tile":
		data, err := tlog.ReadTileData(tlog.Tile{H: 8, L: c.Level, N: c.Index, W: c.Width}, store(c.Leaves))
		if err != nil {
			return "refused"
		}
		sum := sha256.Sum256(data)
		return hex.EncodeToString(sum[:])
	case "tile path":
		t, err := tlog.ParseTilePath(strings.Replace(c.Text, "tile/", "tile/8/", 1))
		if err != nil {
			return "refused"
		}
		return fmt.Sprintf("tile %d %d %d", t.L, t.N, t.W)
	case "inclusion proof":
		p, err := tlog.ProveRecord(int64(len(c.Leaves)), c.Index, store(c.Leaves))
		return proof([]tlog.Hash(p), err)
	case "consistency proof":
		p, err := tlog.ProveTree(int64(len(c.Leaves)), c.Old, store(c.Leaves))
		return proof([]tlog.Hash(p), err)
	case "inclusion":
		p, ok := hashes(append(append([][]byte{}, c.Proof...), c.Root, c.Hash))
		if !ok {
			return "refused"
		}
		n := len(p) - 2
		return verdict(tlog.CheckRecord(tlog.RecordProof(p[:n]), c.Size, p[n], c.Index, p[n+1]))
	case "consistency":
		p, ok := hashes(append(append([][]byte{}, c.Proof...), c.Root, c.Hash))
		if !ok {
			return "refused"
		}
		n := len(p) - 2
		return verdict(tlog.CheckTree(tlog.TreeProof(p[:n]), c.Size, p[n], c.Old, p[n+1]))
	}
	return "an unknown kind of case"
}

func openNote(c *testCase) string {
	var list []note.Verifier
	for _, key := range c.Keys {
		v, err := note.NewVerifier(key)
		if err != nil {
			return "the key is refused"
		}
		list = append(list, v)
	}
	n, err := note.Open(c.Bytes, note.VerifierList(list...))
	switch err.(type) {
	case nil:
	case *note.UnverifiedNoteError:
		return "nobody known has signed"
	case *note.InvalidSignatureError:
		return "a known key's signature fails"
	default:
		return "malformed"
	}
	var names []string
	for _, s := range n.Sigs {
		names = append(names, s.Name)
	}
	sort.Strings(names)
	sum := sha256.Sum256([]byte(n.Text))
	return fmt.Sprintf("signed by %s: %s", strings.Join(names, " "), hex.EncodeToString(sum[:]))
}

func signNote(c *testCase) string {
	private := ed25519.NewKeyFromSeed(c.Seed)
	public := append([]byte{1}, private.Public().(ed25519.PublicKey)...)
	id := sha256.Sum256(append([]byte(c.Keys[0]+"\n"), public...))
	skey := fmt.Sprintf("PRIVATE+KEY+%s+%x+%s", c.Keys[0], id[:4], base64.StdEncoding.EncodeToString(append([]byte{1}, c.Seed...)))
	return signWith(skey, c.Text)
}

func signWith(skey, text string) string {
	s, err := note.NewSigner(skey)
	if err != nil {
		return "refused"
	}
	signed, err := note.Sign(&note.Note{Text: text}, s)
	if err != nil {
		return "refused"
	}
	return base64.StdEncoding.EncodeToString(signed)
}

// store keeps the hashes of a whole tree, as tlog.StoredHashes orders them.
func store(leaves [][]byte) tlog.HashReader {
	var all []tlog.Hash
	read := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var list []tlog.Hash
		for _, i := range indexes {
			if i >= int64(len(all)) {
				return nil, fmt.Errorf("no hash %d", i)
			}
			list = append(list, all[i])
		}
		return list, nil
	})
	for i, leaf := range leaves {
		next, err := tlog.StoredHashes(int64(i), leaf, read)
		if err != nil {
			panic(err)
		}
		all = append(all, next...)
	}
	return read
}

func hashes(list [][]byte) ([]tlog.Hash, bool) {
	var all []tlog.Hash
	for _, b := range list {
		if len(b) != tlog.HashSize {
			return nil, false
		}
		var h tlog.Hash
		copy(h[:], b)
		all = append(all, h)
	}
	return all, true
}

func hash(h tlog.Hash, err error) string {
	if err != nil {
		return "refused"
	}
	return hex.EncodeToString(h[:])
}

func proof(list []tlog.Hash, err error) string {
	if err != nil {
		return "refused"
	}
	text := []string{"proof"}
	for _, h := range list {
		text = append(text, hex.EncodeToString(h[:]))
	}
	return strings.Join(text, " ")
}

func verdict(err error) string {
	if err != nil {
		return "refused"
	}
	return "holds"
}
