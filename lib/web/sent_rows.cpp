#include "web/sent_rows.hpp"

#include "core/text.hpp"
#include "http/row_cutter.hpp"
#include "web/messages.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace badgewatch::web {

namespace {

// How files begin that are chosen by mistake: workbooks, PDF, rich text.
constexpr std::array<std::string_view, 4> no_rows = {"PK\x03\x04", "\xd0\xcf\x11\xe0", "%PDF",
                                                     "{\\rtf"};
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::string_view white = " \t\r\n";

RowsFileRead faulty(std::string_view sentence) {
  return {std::string(sentence), {}};
}

core::Result<RowsFile> cut(http::RowFormat format, std::string_view text) {
  RowsFile file;
  file.format = format;
  http::RowCutter cutter(format, {});
  while (!text.empty() || cutter.has_backlog()) {
    const auto used = cutter.add(text);
    if (!used) return used.error();
    text.remove_prefix(*used);
    if (cutter.full()) file.chunks.push_back(cutter.take());
  }
  file.chunks.push_back(cutter.take_last());
  file.rows = cutter.take().first_row - 1;
  return file;
}

bool is_within(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

void add_lines(RowsTaken& taken, const std::string& text) {
  for (const auto line : core::split(text, '\n')) {
    if (line.empty()) continue;
    auto json = core::parse_json(line);
    if (!json) continue;
    const auto* summary = json->find("summary");
    if (summary != nullptr)
      taken.summary = *summary;
    else
      taken.lines.push_back(std::move(*json));
  }
}

Answer answer_of(http::Response response) {
  Answer answer;
  answer.status = response.status;
  answer.headers = std::move(response.headers);
  if (auto json = core::parse_json(response.body)) answer.json = std::move(*json);
  return answer;
}

}  // namespace

bool is_other_file(std::string_view text) {
  return text.find('\0') != std::string_view::npos ||
         std::any_of(no_rows.begin(), no_rows.end(),
                     [&](auto front) { return text.starts_with(front); });
}

std::optional<std::string> lines_of_array(std::string_view text) {
  std::string lines;
  int depth = 0;
  bool quoted = false;
  bool escaped = false;
  bool ended = false;
  for (const char c : text) {
    if (ended) {
      if (!is_within(c, white)) return std::nullopt;
      continue;
    }
    if (quoted) {
      lines += c;
      quoted = escaped || c != '"';
      escaped = !escaped && c == '\\';
      continue;
    }
    if (depth == 0) {
      if (is_within(c, white)) continue;
      if (c != '[') return std::nullopt;
      ++depth;
      continue;
    }
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    ended = depth == 0;
    if (ended) {
      lines += '\n';
    } else if (c == ',' && depth == 1) {
      lines += '\n';
    } else {
      quoted = c == '"';
      lines += is_within(c, "\r\n") ? ' ' : c;
    }
  }
  if (!ended) return std::nullopt;
  return lines;
}

RowsFileRead read_rows_file(const http::FormFile* sent, std::size_t most_rows) {
  if (sent == nullptr) return faulty(say("rows_file.missing"));
  std::string_view text = sent->content;
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  if (text.find_first_not_of(white) == std::string_view::npos)
    return faulty(say("rows_file.empty"));
  if (is_other_file(text)) return faulty(say("rows_file.no_rows"));
  std::string owned;
  if (!core::is_valid_utf8(text)) {
    owned = core::from_windows_1252(text);
    text = owned;
  }
  const auto begin = text[text.find_first_not_of(white)];
  auto format = begin == '{' ? http::RowFormat::ndjson : http::RowFormat::csv;
  if (begin == '[') {
    auto lines = lines_of_array(text);
    if (!lines) return faulty(say("rows_file.no_array"));
    owned = std::move(*lines);
    text = owned;
    format = http::RowFormat::ndjson;
  }
  auto file = cut(format, text);
  if (!file) return faulty(file.error().detail());
  if (file->rows == 0) return faulty(say("rows_file.no_data"));
  if (file->rows > most_rows)
    return faulty(say("rows_file.too_many",
                      {{"rows", std::to_string(file->rows)}, {"most", std::to_string(most_rows)}}));
  return {"", std::move(*file)};
}

RowsTaken send_rows(const Visit& visit, const std::string& path, const std::string& query,
                    RowsFile file) {
  auto head = head_for(visit, {.method = "POST", .path = path, .query = query});
  head.headers.emplace_back("Content-Type", file.format == http::RowFormat::csv
                                                ? "text/csv; charset=utf-8"
                                                : "application/x-ndjson");
  RowsTaken taken;
  auto opened = visit.parts.api.open_upload(head);
  if (auto* refused = std::get_if<http::Response>(&opened)) {
    taken.refused = answer_of(std::move(*refused));
    return taken;
  }
  auto& rows = *std::get<http::Service::Upload>(opened).rows;
  for (auto& chunk : file.chunks) {
    auto lines = rows.take(std::move(chunk));
    if (!lines) {
      taken.refused = answer_of(visit.parts.api.problem(lines.error()));
      return taken;
    }
    add_lines(taken, *lines);
  }
  add_lines(taken, rows.finish());
  return taken;
}

}  // namespace badgewatch::web
