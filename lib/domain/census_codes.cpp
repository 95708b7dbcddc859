#include "domain/census_codes.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::domain {

namespace {

constexpr std::array<std::string_view, 19> groups = {
    "1",   // Asian: Bangladeshi
    "2",   // Asian: Chinese
    "3",   // Asian: Indian
    "4",   // Asian: Pakistani
    "5",   // Asian: other
    "6",   // Black: African
    "7",   // Black: Caribbean
    "8",   // Black: other
    "9",   // Mixed: White and Asian
    "10",  // Mixed: White and Black African
    "11",  // Mixed: White and Black Caribbean
    "12",  // Mixed: other
    "13",  // White: English, Welsh, Scottish, Northern Irish or British
    "14",  // White: Irish
    "15",  // White: Gypsy or Irish Traveller
    "16",  // White: Roma
    "17",  // White: other
    "18",  // Arab
    "19",  // any other
};

// Countries of ISO 3166-1, two letters each, without a separator.
constexpr std::string_view countries =
    "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCM"
    "CNCO"
    "CRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHM"
    "HNHRHT"
    "HUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMM"
    "MNMOMP"
    "MQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSD"
    "SESGSH"
    "SISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYT"
    "ZAZMZW";

}  // namespace

bool is_ethnicity_code(std::string_view code) {
  return std::find(groups.begin(), groups.end(), code) != groups.end();
}

bool is_nationality_code(std::string_view code) {
  if (code.size() != 2) return false;
  for (std::size_t at = 0; at < countries.size(); at += 2)
    if (countries.substr(at, 2) == code) return true;
  return false;
}

}  // namespace badgewatch::domain
