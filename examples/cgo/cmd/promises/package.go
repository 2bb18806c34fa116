// SPDX-License-Identifier: BSL-1.0

package main

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// pkg is a Go package over a shim.
type pkg struct {
	files    []*goFile
	headers  declared
	sources  defined
	exported map[string]bool  // functions of Go that C may call
	asserted map[string]place // //promises:never-calls-back
	decided  map[string]promise

	searched []string // -I
	read     map[string]bool
}

// goFile is a file with import "C".
type goFile struct {
	path     string
	lines    []string
	preamble [2]int           // its first and last line, from 1; 0 if there is none
	calls    map[string]place // of C functions: the first of each
}

func load(dir string, include []string) (*pkg, error) {
	source, err := filepath.Abs(dir) // go/build gets ${SRCDIR}/.. wrong in a relative one
	if err != nil {
		return nil, err
	}
	built, err := build.ImportDir(source, 0)
	if err != nil {
		return nil, err
	}
	p := &pkg{
		headers: declared{functions: map[string]*function{}, callbacks: map[string]bool{}, structs: map[string]bool{
			"ffiguard_callback": true}},
		sources:  defined{functions: map[string][]definition{}, said: map[string]class{}, tables: map[string]string{}},
		exported: map[string]bool{}, asserted: map[string]place{}, decided: map[string]promise{}, read: map[string]bool{},
		searched: slices.Clone(include),
	}
	for _, name := range []string{"ffiguard_function", "ffiguard_callback", "ffiguard_user_release"} {
		p.headers.callbacks[name] = true // also if ffiguard.h is not found
	}
	for _, flags := range [][]string{built.CgoCPPFLAGS, built.CgoCFLAGS, built.CgoCXXFLAGS} {
		for i, flag := range flags {
			at, ok := strings.CutPrefix(flag, "-I")
			if ok && at == "" && i+1 < len(flags) {
				at = flags[i+1]
			}
			if ok && !slices.Contains(p.searched, at) {
				p.searched = append(p.searched, at)
			}
		}
	}
	for _, name := range built.CgoFiles {
		f, preamble, err := p.goFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		p.files = append(p.files, f)
		p.takeIn(f.path, preamble, f.preamble[0], true, true)
	}
	for _, name := range append(slices.Clone(built.CXXFiles), built.CFiles...) {
		if err := p.follow(filepath.Join(dir, name), false, true); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// follow reads a file, and what it includes.
func (p *pkg) follow(path string, isHeader, isSource bool) error {
	path = shown(path)
	key := fmt.Sprint(path, isHeader, isSource)
	if p.read[key] {
		return nil
	}
	p.read[key] = true
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	p.takeIn(path, string(text), 1, isHeader, isSource)
	return nil
}

// takeIn reads a text of C or C++. ffiguard's own C++ is left out.
func (p *pkg) takeIn(path, text string, line int, isHeader, isSource bool) {
	pieces, includes := scan(path, line, text)
	ofFfiguard := strings.HasSuffix(filepath.ToSlash(path), "ffiguard/ffiguard.h")
	for _, i := range includes {
		found := p.find(filepath.Dir(path), i)
		if found == "" || strings.Contains(i.name, "ffiguard/") && !strings.HasSuffix(i.name, "ffiguard/ffiguard.h") {
			continue
		}
		header := strings.HasSuffix(found, ".h")
		// It was there a moment ago. If it is gone, its functions are unknown.
		_ = p.follow(found, header, isSource && !strings.HasSuffix(found, "ffiguard/ffiguard.h"))
	}
	if isHeader {
		p.headers.header(pieces, ofFfiguard)
	}
	if isSource && !ofFfiguard {
		p.sources.source(pieces, &p.headers, p.exported)
	}
}

func (p *pkg) find(from string, i included) string {
	dirs := p.searched
	if i.quoted {
		dirs = append([]string{from}, dirs...)
	}
	for _, dir := range dirs {
		path := filepath.Join(dir, filepath.FromSlash(i.name))
		if about, err := os.Stat(path); err == nil && about.Mode().IsRegular() {
			return path
		}
	}
	return ""
}

// shown is the path as it is printed: from here, if that is shorter.
func shown(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	relative, err := filepath.Rel(here, absolute)
	if err != nil || len(relative) > len(absolute) {
		return absolute
	}
	return relative
}

var assertion = regexp.MustCompile(`^//promises:never-calls-back\s+(\w+)`)

// goFile reads a Go file, and returns the C of its preamble with as many lines as it has in the file.
func (p *pkg) goFile(path string) (*goFile, string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, "", err
	}
	files := token.NewFileSet()
	path = shown(path)
	syntax, err := parser.ParseFile(files, path, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, "", err
	}
	at := func(where token.Pos) place { return place{path, files.Position(where).Line} }
	f := &goFile{path: path, lines: strings.SplitAfter(string(text), "\n"), calls: map[string]place{}}
	preamble := ""
	for _, declaration := range syntax.Decls {
		imports, ok := declaration.(*ast.GenDecl)
		if !ok || imports.Tok != token.IMPORT {
			continue
		}
		for _, spec := range imports.Specs {
			one := spec.(*ast.ImportSpec)
			doc := one.Doc
			if doc == nil && len(imports.Specs) == 1 {
				doc = imports.Doc
			}
			if one.Path.Value != `"C"` || doc == nil {
				continue
			}
			if f.preamble[0] != 0 {
				return nil, "", fmt.Errorf(`%s: a second import "C" with a preamble: put it into one`, at(one.Pos()))
			}
			f.preamble = [2]int{at(doc.Pos()).line, at(doc.End() - 1).line}
			for _, comment := range doc.List {
				if c := comment.Text; c[1] == '/' {
					preamble += c[2:] + "\n"
				} else {
					preamble += c[2:len(c)-2] + "\n"
				}
			}
		}
	}
	for _, group := range syntax.Comments {
		for _, comment := range group.List {
			if name, ok := strings.CutPrefix(comment.Text, "//export "); ok {
				p.exported[strings.TrimSpace(name)] = true
			}
			if found := assertion.FindStringSubmatch(comment.Text); found != nil {
				p.asserted[found[1]] = at(comment.Pos())
			}
		}
	}
	ast.Inspect(syntax, func(node ast.Node) bool {
		if call, ok := node.(*ast.CallExpr); ok {
			if of, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
				if left, ok := of.X.(*ast.Ident); ok && left.Name == "C" {
					if _, before := f.calls[of.Sel.Name]; !before {
						f.calls[of.Sel.Name] = at(of.Pos())
					}
				}
			}
		}
		return true
	})
	return f, preamble, nil
}
