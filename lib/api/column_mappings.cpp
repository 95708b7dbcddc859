#include "api/column_mappings.hpp"

#include "api/answers.hpp"
#include "api/licence_rows.hpp"
#include "core/json_writer.hpp"

namespace badgewatch::api {

namespace {

std::string_view name_of(DateForm form) {
  return form == DateForm::iso ? "iso" : "dmy";
}

void write_mapping(core::JsonWriter& out, const std::string& name, const ColumnMapping& mapping) {
  out.begin_object().member("name", name).key("columns").begin_array();
  for (const auto column : licence_file_columns().known) {
    const auto header = mapping.own_names() ? column : mapping.header_of(column);
    if (header.empty()) continue;
    out.begin_object().member("column", column).member("header", header).end_object();
  }
  out.end_array().key("dates").begin_array();
  for (const auto form : mapping.dates())
    out.value(name_of(form));
  out.end_array().end_object();
}

}  // namespace

http::Response get_column_mappings(Context& context, const Call& /*call*/) {
  core::JsonWriter out;
  out.begin_object().key("mappings").begin_array();
  for (const auto& [name, mapping] : context.mappings)
    write_mapping(out, name, mapping);
  return json_answer(200, std::move(out.end_array().end_object()).take());
}

}  // namespace badgewatch::api
