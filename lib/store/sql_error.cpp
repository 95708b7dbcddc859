#include "store/sql_error.hpp"

#include "core/log.hpp"

namespace badgewatch::store {
namespace {

constexpr std::string_view try_again =
    "The register could not finish this at the moment. Please send it again.";

core::Error meaning(std::string_view state) {
  using core::Errc;
  const auto of_class = [&](std::string_view name) { return state.substr(0, 2) == name; };
  if (state == "53100" || state == "58030")  // disk_full, io_error
    return {Errc::unavailable,
            "The register cannot store anything at the moment: its disk is full. "
            "Nothing was recorded."};
  if (of_class("53") || of_class("57") || of_class("08") || of_class("58"))
    return {Errc::unavailable, std::string(try_again)};
  if (of_class("40") || state == "55P03" || state == "25006" || state == "BW001" ||
      state == "BW003" || state == "23505")
    return {Errc::unavailable, std::string(try_again)};
  return {};
}

}  // namespace

core::Error sql_error(std::string_view statement, std::string_view sqlstate) {
  if (sqlstate.empty()) return connection_lost(statement);
  auto error = meaning(sqlstate);
  const auto level =
      error.code() == core::Errc::unavailable ? core::LogLevel::warning : core::LogLevel::error;
  core::log(level, "statement refused", {{"statement", statement}, {"sqlstate", sqlstate}});
  return error;
}

core::Error connection_lost(std::string_view statement) {
  core::log(core::LogLevel::warning, "database connection lost", {{"statement", statement}});
  return {core::Errc::unavailable, std::string(try_again)};
}

bool is_data_error(std::string_view sqlstate) {
  return sqlstate.starts_with("22") || sqlstate.starts_with("23");
}

}  // namespace badgewatch::store
