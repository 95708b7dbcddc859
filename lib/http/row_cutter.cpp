#include "http/row_cutter.hpp"

#include <utility>

namespace badgewatch::http {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_blank(std::string_view row) {
  return row == "\n" || row == "\r\n" || row == "\r";
}

}  // namespace

bool RowCutter::full() const {
  if (row_start_ != chunk_.text.size()) return false;
  return rows_ > 0 && (rows_ >= limits_.rows || chunk_.text.size() >= limits_.bytes);
}

core::Result<std::size_t> RowCutter::add(std::string_view text) {
  while (!backlog_.empty() && !full()) {
    const std::string again = std::exchange(backlog_, {});
    std::size_t used = 0;
    while (used < again.size() && !full() && backlog_.empty()) {
      auto piece = add_piece(std::string_view(again).substr(used));
      if (!piece) return piece;
      used += *piece;
    }
    backlog_ += std::string_view(again).substr(used);
  }
  std::size_t used = 0;
  while (used < text.size() && !full() && backlog_.empty()) {
    auto piece = add_piece(text.substr(used));
    if (!piece) return piece;
    used += *piece;
  }
  return used;
}

// Takes text up to the end of a row, or so much that the row is seen to be too long.
core::Result<std::size_t> RowCutter::add_piece(std::string_view text) {
  if (in_long_line_) {
    const auto newline = text.find('\n');
    in_long_line_ = newline == std::string_view::npos;
    return in_long_line_ ? text.size() : newline + 1;
  }
  const auto room = limits_.row_bytes - (chunk_.text.size() - row_start_);
  const auto end = find_row_end(text.substr(0, room + 1));
  const bool whole = end != std::string_view::npos;
  const auto piece = text.substr(0, whole ? end : room + 1);
  chunk_.text += piece;
  if (piece.size() > room) {
    if (auto broken = break_row(); !broken) return broken.error();
  } else if (whole) {
    end_row();
  }
  return piece.size();
}

// The row ends at its first line's end; what came behind is cut anew.
core::Result<void> RowCutter::break_row() {
  if (format_ == RowFormat::csv && !header_seen_) {
    return core::Error(
        core::Errc::too_large,
        "The header line is longer than " + std::to_string(limits_.row_bytes) +
            " bytes: it has no line feed behind it, or a quote in it is never closed.");
  }
  const auto newline = chunk_.text.find('\n', row_start_);
  in_long_line_ = newline == std::string::npos;
  if (!in_long_line_) backlog_ = chunk_.text.substr(newline + 1);
  chunk_.text.resize(row_start_);
  chunk_.text += "-\n";
  chunk_.broken_rows.push_back(chunk_.first_row + rows_);
  end_row();
  return {};
}

RowChunk RowCutter::take() {
  RowChunk out = std::move(chunk_);
  chunk_ = {};
  chunk_.first_row = out.first_row + rows_;
  rows_ = 0;
  row_start_ = 0;
  return out;
}

RowChunk RowCutter::take_last() {
  if (row_start_ != chunk_.text.size()) end_row();
  auto out = take();
  out.last = true;
  return out;
}

// The position behind the row's line end; npos when the text ends before it.
std::size_t RowCutter::find_row_end(std::string_view text) {
  if (format_ == RowFormat::csv) return find_csv_row_end(text);
  const auto newline = text.find('\n');
  return newline == std::string_view::npos ? newline : newline + 1;
}

std::size_t RowCutter::find_csv_row_end(std::string_view text) {
  const std::size_t row_bytes = chunk_.text.size() - row_start_;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (mark_bytes_ == row_bytes + i && mark_bytes_ < byte_order_mark.size()) {
      if (c == byte_order_mark[mark_bytes_]) {
        ++mark_bytes_;
        continue;
      }
      if (mark_bytes_ > 0) place_ = Place::bare;
    }
    if (place_ == Place::quoted) {
      if (c == '"') place_ = Place::quote_in_quoted;
      continue;
    }
    if (c == '\n') return i + 1;
    place_ = place_behind(c);
  }
  return std::string_view::npos;
}

// Outside quotes. A quote opens at a field's beginning and is a doubled one behind a quote inside
// quotes. Where core::take_csv_record finds a row malformed it gives up the rest of the line, so
// quotes mean nothing there.
RowCutter::Place RowCutter::place_behind(char c) const {
  if (place_ == Place::broken) return Place::broken;
  if (c == ',') return Place::field_start;
  if (c == '"') return place_ == Place::bare ? Place::broken : Place::quoted;
  return place_ == Place::quote_in_quoted ? Place::broken : Place::bare;
}

void RowCutter::end_row() {
  place_ = Place::field_start;
  mark_bytes_ = 0;
  const auto row = std::string_view(chunk_.text).substr(row_start_);
  if (is_blank(row)) {
    chunk_.text.resize(row_start_);
    return;
  }
  row_start_ = chunk_.text.size();
  if (format_ == RowFormat::csv && !header_seen_) {
    header_seen_ = true;
  } else {
    ++rows_;
  }
}

}  // namespace badgewatch::http
