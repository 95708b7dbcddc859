// Names as people write them at home, against how they are written in a British record.
#include "match/name_tables.hpp"
#include "match/words.hpp"
#include "person/name_tokens.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace badgewatch;
using namespace badgewatch::match;

namespace {

struct Script {
  std::string_view name;
  std::vector<std::pair<std::string_view, std::string_view>> names;
};

const std::vector<Script> scripts{
    {"Arabic", {{"محمد", "Mohammed"},        {"أحمد", "Ahmed"},       {"علي", "Ali"},
                {"حسن", "Hassan"},           {"حسين", "Hussein"},     {"عمر", "Omar"},
                {"عثمان", "Othman"},         {"خالد", "Khaled"},      {"يوسف", "Youssef"},
                {"إبراهيم", "Ibrahim"},      {"إسماعيل", "Ismail"},   {"محمود", "Mahmoud"},
                {"مصطفى", "Mustafa"},        {"عبدالله", "Abdullah"}, {"عبدالرحمن", "Abdulrahman"},
                {"عبدالقادر", "Abdulkadir"}, {"فاطمة", "Fatima"},     {"عائشة", "Aisha"},
                {"خديجة", "Khadija"},        {"زينب", "Zainab"},      {"مريم", "Maryam"},
                {"سعيد", "Saeed"},           {"طارق", "Tariq"},       {"جمال", "Jamal"},
                {"كريم", "Karim"},           {"رشيد", "Rachid"},      {"حمزة", "Hamza"},
                {"بلال", "Bilal"},           {"صالح", "Saleh"},       {"ناصر", "Nasser"},
                {"سليمان", "Suleiman"},      {"موسى", "Musa"},        {"عيسى", "Isa"},
                {"هاشم", "Hashim"},          {"يحيى", "Yahya"},       {"صلاح", "Salah"}}},
    {"Urdu",
     {{"محمد", "Muhammad"}, {"شاہ", "Shah"},     {"شاہد", "Shahid"},      {"چودھری", "Chaudhry"},
      {"سنگھ", "Singh"},    {"بھٹی", "Bhatti"},  {"بٹ", "Butt"},          {"راجہ", "Raja"},
      {"قریشی", "Qureshi"}, {"ملک", "Malik"},    {"خان", "Khan"},         {"اقبال", "Iqbal"},
      {"جاوید", "Javed"},   {"پرویز", "Pervez"}, {"ندیم", "Nadeem"},      {"عائشہ", "Ayesha"},
      {"فاطمہ", "Fatima"},  {"طاہر", "Tahir"},   {"ظہیر", "Zaheer"},      {"مہدی", "Mehdi"},
      {"شہزاد", "Shehzad"}, {"مغل", "Mughal"},   {"عبداللہ", "Abdullah"}, {"ابراہیم", "Ibrahim"},
      {"بیگم", "Begum"},    {"یوسف", "Yousaf"},  {"رضوان", "Rizwan"}}},
    {"Kurdish and Persian in Arabic script",
     {{"ئازاد", "Azad"},
      {"هیوا", "Hiwa"},
      {"ڕێبوار", "Rebwar"},
      {"کاروان", "Karwan"},
      {"سەردار", "Sardar"},
      {"فەرهاد", "Farhad"},
      {"محەمەد", "Mohammed"},
      {"ئەحمەد", "Ahmed"},
      {"رضا", "Reza"},
      {"حسینی", "Hosseini"},
      {"محمدی", "Mohammadi"},
      {"فرهاد", "Farhad"},
      {"مهران", "Mehran"},
      {"کوروش", "Kourosh"},
      {"غلام", "Ghulam"},
      {"احمدزی", "Ahmadzai"}}},
    {"Gurmukhi",
     {{"ਸਿੰਘ", "Singh"},
      {"ਕੌਰ", "Kaur"},
      {"ਗੁਰਪ੍ਰੀਤ", "Gurpreet"},
      {"ਹਰਪ੍ਰੀਤ", "Harpreet"},
      {"ਜਸਵਿੰਦਰ", "Jaswinder"},
      {"ਬਲਵਿੰਦਰ", "Balwinder"},
      {"ਮਨਜੀਤ", "Manjit"},
      {"ਕੁਲਦੀਪ", "Kuldip"},
      {"ਗਿੱਲ", "Gill"},
      {"ਢਿੱਲੋਂ", "Dhillon"},
      {"ਸਿੱਧੂ", "Sidhu"},
      {"ਗਰੇਵਾਲ", "Grewal"},
      {"ਸੰਧੂ", "Sandhu"},
      {"ਪਰਮਜੀਤ", "Paramjit"},
      {"ਅਮਰਜੀਤ", "Amarjit"},
      {"ਸੁਖਵਿੰਦਰ", "Sukhwinder"},
      {"ਹਰਜਿੰਦਰ", "Harjinder"},
      {"ਬਰਾੜ", "Brar"}}},
    {"Bengali",
     {{"মোহাম্মদ", "Mohammed"}, {"আহমেদ", "Ahmed"},   {"হোসেন", "Hossain"},   {"রহমান", "Rahman"},
      {"ইসলাম", "Islam"},      {"উদ্দিন", "Uddin"},   {"চৌধুরী", "Choudhury"}, {"মিয়া", "Miah"},
      {"আলী", "Ali"},          {"খান", "Khan"},      {"করিম", "Karim"},      {"হক", "Haque"},
      {"বেগম", "Begum"},       {"খাতুন", "Khatun"},   {"আক্তার", "Akhter"},    {"সরকার", "Sarkar"},
      {"দাস", "Das"},          {"ফাতেমা", "Fatema"}, {"আব্দুল", "Abdul"},      {"হাসান", "Hasan"},
      {"কামাল", "Kamal"}}},
    {"Devanagari",
     {{"सिंह", "Singh"},
      {"कौर", "Kaur"},
      {"शर्मा", "Sharma"},
      {"कुमार", "Kumar"},
      {"मोहम्मद", "Mohammed"},
      {"अली", "Ali"},
      {"खान", "Khan"},
      {"चौधरी", "Chaudhary"},
      {"गुप्ता", "Gupta"},
      {"राजेश", "Rajesh"},
      {"दीपक", "Deepak"},
      {"सुनीता", "Sunita"},
      {"पटेल", "Patel"},
      {"वर्मा", "Verma"},
      {"मिश्रा", "Mishra"},
      {"विजय", "Vijay"},
      {"संजय", "Sanjay"},
      {"हुसैन", "Hussain"}}},
    {"Gujarati",
     {{"પટેલ", "Patel"},
      {"શાહ", "Shah"},
      {"દેસાઈ", "Desai"},
      {"મહેતા", "Mehta"},
      {"જોશી", "Joshi"},
      {"સોલંકી", "Solanki"},
      {"પરમાર", "Parmar"},
      {"મોહમ્મદ", "Mohammed"},
      {"યુસુફ", "Yusuf"},
      {"દિનેશ", "Dinesh"},
      {"ભાવેશ", "Bhavesh"},
      {"ચૌહાણ", "Chauhan"}}},
    {"Cyrillic",
     {{"Иван", "Ivan"},
      {"Георги", "Georgi"},
      {"Димитър", "Dimitar"},
      {"Николай", "Nikolay"},
      {"Христо", "Hristo"},
      {"Йордан", "Yordan"},
      {"Стоян", "Stoyan"},
      {"Цветан", "Tsvetan"},
      {"Живко", "Zhivko"},
      {"Юлия", "Yulia"},
      {"Яна", "Yana"},
      {"Чавдар", "Chavdar"},
      {"Александър", "Aleksandar"},
      {"Петров", "Petrov"},
      {"Иванова", "Ivanova"},
      {"Олександр", "Oleksandr"},
      {"Сергій", "Serhii"},
      {"Володимир", "Volodymyr"},
      {"Дмитро", "Dmytro"},
      {"Юрій", "Yurii"},
      {"Шишков", "Shishkov"},
      {"Щербаков", "Shcherbakov"},
      {"Хасан", "Hasan"},
      {"Мехмед", "Mehmed"}}},
    {"Greek",
     {{"Γιώργος", "Giorgos"},
      {"Γεώργιος", "Georgios"},
      {"Γιάννης", "Yiannis"},
      {"Νίκος", "Nikos"},
      {"Κώστας", "Costas"},
      {"Δημήτρης", "Dimitris"},
      {"Χρήστος", "Christos"},
      {"Παναγιώτης", "Panayiotis"},
      {"Ανδρέας", "Andreas"},
      {"Μιχάλης", "Michalis"},
      {"Ευάγγελος", "Evangelos"},
      {"Παύλος", "Pavlos"},
      {"Ελένη", "Eleni"},
      {"Παπαδόπουλος", "Papadopoulos"},
      {"Χαράλαμπος", "Charalambos"},
      {"Γεωργίου", "Georgiou"}}}};

// The one word that a name is.
std::string word_of(std::string_view written) {
  const auto tokens = person::tokens_of({std::string(written), "", "", {}});
  REQUIRE(tokens.whole.size() == 1);
  return tokens.whole.front().text;
}

}  // namespace

TEST_CASE("a name in its script is found and taken for the same in Latin letters") {
  for (const auto& script : scripts) {
    for (const auto& [written, latin] : script.names) {
      INFO(script.name << ": " << latin);
      const auto ours = word_of(written);
      const auto theirs = word_of(latin);
      INFO(ours << ' ' << theirs);
      const Word a{ours, family_facts_of(ours), false};
      const Word b{theirs, family_facts_of(theirs), false};
      CHECK(a.facts.block == b.facts.block);
      CHECK(likeness(a, b) >= Likeness::sound);
    }
  }
}
