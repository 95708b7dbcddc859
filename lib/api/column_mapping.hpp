// How a council's CSV file names its columns and words: config/mappings.
#pragma once

#include "core/date.hpp"
#include "core/result.hpp"
#include "person/person_columns.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::api {

// What the rows of a file are.
enum class FileKind { licences, decisions };
std::string_view name_of(FileKind kind);
std::optional<FileKind> file_kind_named(std::string_view name);

enum class DateForm { iso, dmy };
std::string_view name_of(DateForm form);

// The first form that fits: `iso` is 1985-03-14; `dmy` is 14/03/1985, also with - or . between and
// with one digit for day or month, always with a year of four.
std::optional<core::Date> parse_date(std::string_view text, const std::vector<DateForm>& forms);

// Immutable once read; safe from any thread.
class ColumnMapping {
public:
  // Of a file of config/mappings, whose README.md states the form. Errc::invalid names every wrong
  // member by its pointer.
  static core::Result<ColumnMapping> read(std::string_view json);
  // Each column under its own name and in our own words, dates in either form.
  static ColumnMapping of_own_names(std::span<const std::string_view> columns,
                                    FileKind kind = FileKind::licences);

  const std::string& name() const { return name_; }
  const std::string& description() const { return description_; }
  FileKind kind() const { return kind_; }
  // As a file of config/mappings: read again, it is the same mapping. Two that mean the same and
  // are named and described alike are the same text.
  std::string json() const;
  // Our column for a file's header, compared as core::fold makes them; null when there is none.
  const std::string* column_of(std::string_view header) const;
  // The file's header for our column; empty when the mapping has none.
  std::string_view header_of(std::string_view column) const;
  // True when every header is the column's own name. Then another column is a mistake; in a
  // council's own file it is merely not read.
  bool own_names() const { return own_names_; }

  // Our word for the file's; the same text when the mapping has no word for it.
  std::string_view our_word(std::string_view column, std::string_view word) const;
  // Stands in for an absent column or an empty cell; empty when there is none.
  std::string_view default_of(std::string_view column) const;
  const std::vector<DateForm>& dates() const { return dates_; }
  // How the columns of the person are written.
  person::WrittenForms forms() const;

private:
  using Texts = std::map<std::string, std::string, std::less<>>;
  struct Words {
    Texts as_written;
    Texts folded;
  };
  friend class MappingFile;

  std::string name_;
  std::string description_;
  FileKind kind_ = FileKind::licences;
  Texts columns_;  // our column by the folded header
  Texts headers_;  // the header by our column
  std::map<std::string, Words, std::less<>> words_;
  Texts defaults_;
  std::vector<DateForm> dates_ = {DateForm::iso, DateForm::dmy};
  person::NameOrder name_order_ = person::NameOrder::as_written;
  bool own_names_ = true;
};

}  // namespace badgewatch::api
