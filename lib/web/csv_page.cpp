#include "web/csv_page.hpp"

#include "core/csv.hpp"

namespace badgewatch::web {

http::Response csv_page(std::string_view name, const CsvRecords& records) {
  std::string body = "\xef\xbb\xbf";
  for (const auto& record : records)
    core::append_csv_record(body, record);
  return {
      .status = 200,
      .headers = {{"Content-Type", "text/csv; charset=utf-8"},
                  {"Content-Disposition", "attachment; filename=\"" + std::string(name) + "\""}},
      .body = std::move(body)};
}

std::string csv_count(const JsonView& count) {
  return count.is_there() ? std::to_string(count.integer()) : "";
}

CsvAnswer ask_csv(const Visit& visit, const Question& question) {
  const auto response = visit.parts.api.handle({head_for(visit, question), ""});
  CsvAnswer answer;
  answer.problem.status = response.status;
  answer.problem.headers = response.headers;
  if (!answer.is_good()) {
    if (auto json = core::parse_json(response.body)) answer.problem.json = std::move(*json);
    return answer;
  }
  std::string_view text = response.body;
  while (!text.empty()) {
    auto record = core::take_csv_record(text);
    if (record) answer.records.push_back(std::move(*record));
  }
  return answer;
}

}  // namespace badgewatch::web
