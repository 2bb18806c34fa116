// SPDX-License-Identifier: BSL-1.0

package misuse

import "sync/atomic"

// withValue gives use a page and a value that is memory of it.
func withValue(use func(page, value handle) string) string {
	page := must(openPage())
	value := must(page.openValue())
	answer := use(page, value)
	return answer
}

// got is what was read, or why not.
func got(read func(to []byte) (int, error)) string {
	to := make([]byte, 16)
	n, err := read(to)
	if err != nil {
		return say(err)
	}
	if string(to[:n]) != "sixteen letters." {
		return "other bytes" // whatever lies there now
	}
	return "sixteen letters."
}

func (h handle) value() string {
	return got(func(to []byte) (int, error) { return h.readValue(0, to) })
}

func (h handle) packet() string { return got(h.readPacket) }

// keptPacket is read after the callback that had it.
func keptPacket(read func(packet handle) string) string {
	var packet handle
	f := newCallback(func() error { return nil })
	defer f.Delete()
	if err := eachPacket(f, &packet); err != nil {
		return say(err)
	}
	return read(packet)
}

var loans = []misuse{
	{area: "loans", title: "a value read after its page was closed", want: "closed", run: func() string {
		return withValue(func(page, value handle) string {
			defer value.closeValue()
			page.closePage()
			return value.value()
		})
	}},
	{area: "loans", title: "a value read after its page was closed and 100 others were opened", want: "refused", run: func() string {
		return withValue(func(page, value handle) string {
			defer value.closeValue()
			page.closePage()
			for range 100 {
				page := must(openPage())
				defer page.closePage()
				defer must(page.openValue()).closeValue()
			}
			if s := value.value(); s != "closed" && s != "stale" {
				return s
			}
			return "refused"
		})
	}},
	{area: "loans", title: "a value read by 8 goroutines while its page is closed", want: "each read was done or refused", run: func() string {
		for range 100 {
			var wrong atomic.Int32
			withValue(func(page, value handle) string {
				var closed atomic.Bool
				crowd(func() error {
					for i := range 20 {
						if s := value.value(); s != "sixteen letters." && s != "closed" {
							wrong.Add(1)
						}
						if i == 10 && !closed.Swap(true) {
							page.closePage()
						}
					}
					return nil
				})
				value.closeValue()
				return ""
			})
			if wrong.Load() != 0 {
				return "another answer"
			}
		}
		return "each read was done or refused"
	}},
	{area: "loans", title: "an offset that comes out small with the length", want: "overflow", run: func() string {
		return withValue(func(page, value handle) string {
			defer page.closePage()
			defer value.closeValue()
			return got(func(to []byte) (int, error) { return value.readValue(^uint64(0)-7, to) })
		})
	}},
	{area: "loans", title: "a value closed twice", want: "ok, closed", run: func() string {
		return withValue(func(page, value handle) string {
			defer page.closePage()
			return say(value.closeValue()) + ", " + say(value.closeValue())
		})
	}},
	{area: "loans", title: "a value of a page that was closed", want: "closed", run: func() string {
		page := must(openPage())
		page.closePage()
		value, err := page.openValue()
		if err != nil {
			return say(err)
		}
		defer value.closeValue()
		return value.value()
	}},
	{area: "loans", title: "memory of a callback read after it", want: "closed", run: func() string {
		return keptPacket(handle.packet)
	}},
	{area: "loans", title: "memory of a callback read by a goroutine that it has started", want: "read, then refused", run: func() string {
		told := make(chan string)
		var packet handle
		read := make(chan bool)
		f := newCallback(func() error {
			go func() {
				first := packet.packet()
				read <- true
				for {
					if s := packet.packet(); s != "sixteen letters." {
						if first == "sixteen letters." && (s == "closed" || s == "stale") {
							s = "read, then refused"
						}
						told <- s
						return
					}
				}
			}()
			<-read
			return nil
		})
		defer f.Delete()
		if err := eachPacket(f, &packet); err != nil {
			return say(err)
		}
		return <-told
	}},
	{area: "loans", title: "memory of a callback read as a value, and the other way", want: "wrong type or table, both", run: func() string {
		return withValue(func(page, value handle) string {
			defer page.closePage()
			defer value.closeValue()
			answer := keptPacket(func(packet handle) string { return packet.value() })
			other := value.packet()
			if (answer == "wrong type" || answer == "wrong table") && (other == "wrong type" || other == "wrong table") {
				return "wrong type or table, both"
			}
			return answer + ", " + other
		})
	}},
}
