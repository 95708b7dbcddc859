// Cuts the body of an upload, as it arrives, into chunks of whole rows.
#pragma once

#include "core/result.hpp"
#include "http/message.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace badgewatch::http {

struct RowLimits {
  std::size_t rows = 1000;            // a chunk is full with so many rows
  std::size_t bytes = 1 << 20;        // or with so many bytes
  std::size_t row_bytes = 64 * 1024;  // the longest row, its line end included
};

// NDJSON rows end at a newline. CSV rows end at a newline outside quotes (RFC 4180; a quote opens a
// quoted field only at the field's beginning); the first CSV row is the header: it goes with the
// first chunk and is not counted. Blank lines outside quotes are left out and not counted.
// A row longer than `row_bytes` costs itself alone: it ends at its line's end, since a quote that
// is never closed would swallow all rows behind it (RowChunk::broken_rows). Holds at most `bytes` +
// 2 x `row_bytes`. The rows are the same however the text was split. Linear in the text.
class RowCutter {
public:
  RowCutter(RowFormat format, RowLimits limits) : format_(format), limits_(limits) {}

  // Takes text up to the end of a chunk and says how many bytes it took: all of them, or fewer when
  // the chunk is full. Not to be called while full(). Errc::too_large for a header line over
  // `row_bytes`; then no more can be added.
  core::Result<std::size_t> add(std::string_view text);

  bool full() const;
  // Text that was taken before belongs to the next chunk too: add() goes on with it.
  bool has_backlog() const { return !backlog_.empty(); }

  // The chunk so far, which is full().
  RowChunk take();
  // The body has ended: what is left, with a last row that has no line end. May be empty.
  RowChunk take_last();

private:
  core::Result<std::size_t> add_piece(std::string_view text);
  core::Result<void> break_row();
  std::size_t find_row_end(std::string_view text);
  std::size_t find_csv_row_end(std::string_view text);
  void end_row();

  RowFormat format_;
  RowLimits limits_;
  RowChunk chunk_;
  std::string backlog_;        // behind a broken row, to be cut anew
  bool in_long_line_ = false;  // the rest of a broken row is dropped up to its line's end
  std::size_t row_start_ = 0;  // of the unfinished row in chunk_.text
  std::size_t rows_ = 0;       // whole ones in chunk_, without the header
  bool header_seen_ = false;
  // Where in a CSV row the text stands.
  enum class Place { field_start, bare, quoted, quote_in_quoted, broken };
  Place place_behind(char c) const;
  Place place_ = Place::field_start;
  std::size_t mark_bytes_ = 0;  // of a byte-order mark seen in front of the row
};

}  // namespace badgewatch::http
