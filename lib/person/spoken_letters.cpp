#include "person/spoken_letters.hpp"

#include <unicode/unistr.h>

#include <algorithm>
#include <array>

namespace badgewatch::person {
namespace {

struct Instead {
  CodePoint letter;
  std::string_view written;
};

// By code point: Greek and Cyrillic letters as they are spoken today; the Arabic ain, which stands
// in Latin letters as a vowel (Omar, Ali); letters of Urdu, Punjabi, Kurdish, Pashto and Sindhi;
// nasal signs of India, for which an n is written.
constexpr std::array<Instead, 85> instead{
    {{0x0389, "i"},    {0x0392, "v"},  {0x0397, "i"},  {0x03AE, "i"},  {0x03B2, "v"},
     {0x03B7, "i"},    {0x0401, "yo"}, {0x0404, "ye"}, {0x0407, "yi"}, {0x0416, "zh"},
     {0x0419, "y"},    {0x0425, "h"},  {0x0426, "ts"}, {0x0427, "ch"}, {0x0428, "sh"},
     {0x0429, "shch"}, {0x042A, "a"},  {0x042E, "yu"}, {0x042F, "ya"}, {0x0436, "zh"},
     {0x0439, "y"},    {0x0445, "h"},  {0x0446, "ts"}, {0x0447, "ch"}, {0x0448, "sh"},
     {0x0449, "shch"}, {0x044A, "a"},  {0x044E, "yu"}, {0x044F, "ya"}, {0x0451, "yo"},
     {0x0454, "ye"},   {0x0457, "yi"}, {0x0639, "a"},  {0x0679, "t"},  {0x067A, "t"},
     {0x067B, "b"},    {0x067C, "t"},  {0x067D, "t"},  {0x067F, "t"},  {0x0680, "b"},
     {0x0681, "z"},    {0x0683, "n"},  {0x0684, "j"},  {0x0685, "c"},  {0x0687, "ch"},
     {0x0688, "d"},    {0x0689, "d"},  {0x068A, "d"},  {0x068C, "d"},  {0x068D, "d"},
     {0x068F, "d"},    {0x0691, "r"},  {0x0693, "r"},  {0x0695, "r"},  {0x0696, "zh"},
     {0x0699, "r"},    {0x069A, "sh"}, {0x06A6, "p"},  {0x06AA, "k"},  {0x06AB, "g"},
     {0x06B1, "n"},    {0x06B3, "g"},  {0x06B5, "l"},  {0x06BA, "n"},  {0x06BB, "n"},
     {0x06BC, "n"},    {0x06BE, "h"},  {0x06C0, "h"},  {0x06C1, "h"},  {0x06C2, "h"},
     {0x06C3, "h"},    {0x06C6, "o"},  {0x06C7, "u"},  {0x06CD, "y"},  {0x06CE, "e"},
     {0x06D0, "e"},    {0x06D2, "e"},  {0x06D3, "e"},  {0x06D5, "e"},  {0x0901, "न्"},
     {0x0981, "ন্"},    {0x0A01, "ਨ੍"},  {0x0A02, "ਨ੍"},  {0x0A70, "ਨ੍"},  {0x0A81, "ન્"}}};

constexpr CodePoint first_indic = 0x0900;
constexpr CodePoint last_indic = 0x0AFF;
// In its block of 128 code points a letter stands where it stands in those of the others.
constexpr CodePoint place = 0x7F;
constexpr CodePoint virama = 0x4D;
constexpr CodePoint nukta = 0x3C;

bool is_indic(CodePoint c) {
  return c >= first_indic && c <= last_indic;
}

bool is_indic_consonant(CodePoint c) {
  const CodePoint at = c & place;
  return is_indic(c) && ((at >= 0x15 && at <= 0x39) || (at >= 0x58 && at <= 0x5F));
}

}  // namespace

std::string_view written_instead(CodePoint c) {
  const auto* found =
      std::lower_bound(instead.begin(), instead.end(), c,
                       [](const Instead& one, CodePoint wanted) { return one.letter < wanted; });
  return found != instead.end() && found->letter == c ? found->written : std::string_view();
}

void WordEnds::before(CodePoint c, std::string& out) {
  if (is_indic(c)) {
    if ((c & place) != nukta) last_ = c;
    return;
  }
  if (is_indic_consonant(last_))
    icu::UnicodeString(static_cast<UChar32>((last_ & ~place) | virama)).toUTF8String(out);
  last_ = 0;
}

}  // namespace badgewatch::person
