#include "api/row_results.hpp"

#include "core/json_writer.hpp"
#include "http/problem.hpp"

#include <utility>

namespace badgewatch::api {
namespace {

std::string_view name_of(RowOutcome outcome) {
  switch (outcome) {
    case RowOutcome::created:
      return "created";
    case RowOutcome::updated:
      return "updated";
    case RowOutcome::unchanged:
      return "unchanged";
  }
  return "";
}

}  // namespace

void RowResults::accept(std::string& lines, std::size_t row, std::string_view reference,
                        RowOutcome outcome, const std::optional<core::Uuid>& id,
                        const person::Warnings& warnings) {
  switch (outcome) {
    case RowOutcome::created:
      ++created_;
      break;
    case RowOutcome::updated:
      ++updated_;
      break;
    case RowOutcome::unchanged:
      ++unchanged_;
      break;
  }
  core::JsonWriter out;
  out.begin_object().member("row", row).member(reference_name_, reference);
  if (id) out.member("id", id->text());
  out.member("result", name_of(outcome));
  person::write_warnings(out, warnings);
  out.end_object();
  lines += out.text();
  lines += '\n';
}

void RowResults::show(std::string& lines, std::size_t row, std::string_view reference,
                      std::string_view content_name, std::string_view content,
                      const person::Warnings& warnings) {
  ++readable_;
  core::JsonWriter out;
  out.begin_object().member("row", row).member(reference_name_, reference);
  out.member("result", "readable");
  if (!content.empty()) out.key(content_name).raw(content);
  person::write_warnings(out, warnings);
  out.end_object();
  lines += out.text();
  lines += '\n';
}

void RowResults::reject(std::string& lines, std::size_t row, std::string_view reference,
                        const core::Error& error) {
  ++rejected_;
  core::JsonWriter out;
  out.begin_object().member("row", row).key(reference_name_);
  if (reference.empty()) {
    out.value(nullptr);
  } else {
    out.value(reference);
  }
  out.member("result", "rejected").key("problem");
  http::write_problem(out, error);
  out.end_object();
  lines += out.text();
  lines += '\n';
}

std::string RowResults::summary() const {
  core::JsonWriter out;
  out.begin_object().key("summary").begin_object();
  out.member("rows", created_ + updated_ + unchanged_ + readable_ + rejected_);
  if (is_preview_) out.member("readable", readable_);
  out.member("created", created_).member("updated", updated_);
  out.member("unchanged", unchanged_).member("rejected", rejected_);
  return std::move(out.end_object().end_object()).take() + "\n";
}

}  // namespace badgewatch::api
