// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/humming.h"
#include "speaker/speakerroom.h"

#include "base/wire.h"
#include "runner.h"
#include "speaker/engines.h"
#include "speaker/kaldibands.h"
#include "speaker/mixtureengine.h"
#include "speaker/network.h"
#include "speaker/neuralengine.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using speaker::NeuralEngine;
using speaker::Voiceprint;

//! The network that packaging/network brings, and those of other forms. Where it could not be brought, this
//! fails.
class TestNetwork : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void bandsAreKaldis();
    void embeddingsAreThoseOfPyTorch();
    void tellsPeopleApart();
    void whatSurroundsSpeechHardlyMatters_data();
    void whatSurroundsSpeechHardlyMatters();
    void overATelephone();
    void aloneAsAmongTen();
    void tooLittleSpeech();
    void badSamples();
    void hostileVoiceprints();
    void otherForms_data();
    void otherForms();
    void wrongFiles_data();
    void wrongFiles();
    void whichEngine();

private:
    Voiceprint enrolled(const char *file) const
    {
        return std::get<Voiceprint>(m_engine->enrol(spoken(file)));
    }
    std::vector<double> scores(const std::vector<const Voiceprint *> &members,
                               const std::vector<float> &clip) const
    {
        return std::get<std::vector<double>>(m_engine->household(members)->scores(clip));
    }

    QTemporaryDir m_networks;
    QString m_model;
    std::shared_ptr<const NeuralEngine> m_engine;
};

void TestNetwork::initTestCase()
{
    for (const QString &folder : speaker::networkFolders()) {
        const QString file = folder + QStringLiteral("/campplus-zh-en.onnx");
        if (m_model.isEmpty() && QFile::exists(file))
            m_model = file;
    }
    QVERIFY2(!m_model.isEmpty(), "packaging/network has brought no network");
    const auto engine = NeuralEngine::load(m_model);
    QVERIFY2(engine, engine ? "" : qPrintable(engine.error().detail));
    m_engine = *engine;
    QCOMPARE(m_engine->id(), NeuralEngine::idOf(m_model));
    QCOMPARE(QProcess::execute(QStringLiteral("/usr/bin/python3"),
                               {QFINDTESTDATA("make_networks.py"), m_networks.path()}),
             0);
}

void TestNetwork::bandsAreKaldis()
{
    // The first frames of kaldi-native-fbank 1.23 for the same samples.
    const std::string bytes = readBytes(TEST_DATA "/kaldi-bands");
    const speaker::Matrix bands = speaker::kaldiBands(humming(0), speaker::KaldiWindow::Povey);
    const auto expected =
        Eigen::Map<const speaker::Matrix>(reinterpret_cast<const float *>(bytes.data()), 20, 80);
    QCOMPARE(bytes.size(), sizeof(float) * 20 * 80);
    const float most = (bands.topRows(20) - expected).cwiseAbs().maxCoeff();
    QVERIFY2(most < 0.01F, QByteArray::number(most).constData());
}

void TestNetwork::embeddingsAreThoseOfPyTorch()
{
    // Twenty clips through kaldi-native-fbank and the original network in PyTorch 1.13.
    const std::string bytes = readBytes(TEST_DATA "/campplus-embeddings");
    constexpr int size = 192;
    QCOMPARE(bytes.size(), sizeof(float) * 20 * size);
    const auto network = speaker::Network::load(m_model);
    QVERIFY(network);
    for (int i = 0; i < 20; ++i) {
        speaker::Matrix bands = speaker::kaldiBands(humming(i), speaker::KaldiWindow::Povey);
        bands.rowwise() -= speaker::RowVector(bands.colwise().mean());
        const auto embedding = (*network)->embedding(bands);
        QVERIFY(embedding && embedding->size() == size);
        const Eigen::Map<const speaker::Vector> expected(
            reinterpret_cast<const float *>(bytes.data()) + i * size, size);
        const float cosine = embedding->dot(expected);
        QVERIFY2(cosine >= 0.9999F, QByteArray::number(cosine).constData());
    }
}

void TestNetwork::tellsPeopleApart()
{
    const std::array people{enrolled("people/lp-enrol.wav"), enrolled("people/krb-enrol.wav"),
                            enrolled("people/nsk-enrol.wav")};
    const std::vector<const Voiceprint *> members{&people[0], &people[1], &people[2]};
    const std::array files{"people/lp-test.wav", "people/krb-test.wav", "people/nsk-test.wav"};
    const auto stranger = scores(members, spoken("people/mv-test.wav"));
    QVERIFY(*std::max_element(stranger.begin(), stranger.end()) < wire::defaultThreshold);
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto all = scores(members, spoken(files[i]));
        QVERIFY(areScores(all));
        QCOMPARE(scores(members, spoken(files[i])), all);
        for (std::size_t k = 0; k < all.size(); ++k)
            QCOMPARE(all[k] >= wire::defaultThreshold, k == i);
    }
}

void TestNetwork::whatSurroundsSpeechHardlyMatters_data()
{
    QTest::addColumn<float>("gain");
    QTest::addColumn<float>("offset");
    QTest::addColumn<int>("silence");
    QTest::newRow("quieter by 30 dB") << 0.0316F << 0.0F << 0;
    QTest::newRow("offset") << 1.0F << 0.05F << 0;
    QTest::newRow("0.6 s of silence") << 1.0F << 0.0F << 9600;
    QTest::newRow("3 s of silence") << 1.0F << 0.0F << 48000;
}

void TestNetwork::whatSurroundsSpeechHardlyMatters()
{
    QFETCH(float, gain);
    QFETCH(float, offset);
    QFETCH(int, silence);
    const Voiceprint person = enrolled("people/krb-enrol.wav");
    for (const char *file : {"people/krb-test.wav", "people/lp-test.wav"}) {
        const std::vector<float> clip = spoken(file);
        std::vector<float> changed(std::size_t(silence), 0.0F);
        std::transform(clip.begin(), clip.end(), std::back_inserter(changed),
                       [=](float sample) { return gain * sample + offset; });
        changed.resize(changed.size() + std::size_t(silence), 0.0F);
        const double before = scores({&person}, clip).front();
        const double after = scores({&person}, changed).front();
        QVERIFY2(std::abs(after - before) <= 5, QByteArray::number(after - before).constData());
    }
}

void TestNetwork::overATelephone()
{
    std::vector<float> called;
    for (const char *file : {"krb/test1.tel.wav", "krb/test2.tel.wav"}) {
        const auto clip = spoken(file);
        called.insert(called.end(), clip.begin(), clip.end());
    }
    const Voiceprint caller = std::get<Voiceprint>(m_engine->enrol(called));
    const Voiceprint present = enrolled("nsk/enrol.wav");
    for (const char *file : {"krb/test3.wav", "krb/test3.tel.wav", "nsk/test1.wav", "nsk/test1.tel.wav"}) {
        const auto all = scores({&caller, &present}, spoken(file));
        const std::size_t right = file[0] == 'k' ? 0 : 1;
        QVERIFY2(all[right] >= wire::defaultThreshold, file);
        QVERIFY2(all[1 - right] < wire::defaultThreshold, file);
    }
}

void TestNetwork::aloneAsAmongTen()
{
    const Voiceprint person = enrolled("people/krb-enrol.wav");
    const Voiceprint other = enrolled("people/lp-enrol.wav");
    std::vector<const Voiceprint *> ten(9, &other);
    ten.push_back(&person);
    const auto clip = spoken("people/krb-test.wav");
    QCOMPARE(scores(ten, clip).back(), scores({&person}, clip).front());
    QVERIFY(m_engine->household({}));
}

void TestNetwork::tooLittleSpeech()
{
    const auto clip = spoken("lp/enrol.wav");
    const auto refused = m_engine->enrol(std::span(clip).first(2 * speech::sampleRate));
    QVERIFY(std::holds_alternative<speaker::TooLittleSpeech>(refused));
    QCOMPARE(std::get<speaker::TooLittleSpeech>(refused).needed, wire::minEnrolSpeech);
    for (const std::vector<float> &silent : {std::vector<float>{}, std::vector<float>(80'000, 0.0F)}) {
        QVERIFY(std::holds_alternative<speaker::TooLittleSpeech>(m_engine->enrol(silent)));
        QVERIFY(std::holds_alternative<speaker::TooLittleSpeech>(m_engine->household({})->scores(silent)));
    }
}

void TestNetwork::badSamples()
{
    const Voiceprint person = enrolled("people/krb-enrol.wav");
    auto clip = spoken("people/krb-test.wav");
    for (std::size_t i = 0; i < clip.size(); i += 4001)
        clip[i] = i % 2 ? std::numeric_limits<float>::quiet_NaN() : 1e30F;
    const auto result = m_engine->household(std::array{&person})->scores(clip);
    QVERIFY(!std::holds_alternative<speaker::EngineFailure>(result));
    if (const auto *all = std::get_if<std::vector<double>>(&result))
        QVERIFY(areScores(*all));
}

void TestNetwork::hostileVoiceprints()
{
    const Voiceprint person = enrolled("people/krb-enrol.wav");
    const std::string good = m_engine->serialise(person);
    QCOMPARE(m_engine->parse(good)->statistics, person.statistics);
    QVERIFY(!m_engine->parse({}));
    QVERIFY(!m_engine->parse("VPN1"));
    QVERIFY(!m_engine->parse(good.substr(0, good.size() - 4)));
    QVERIFY(!m_engine->parse(good + "1"));
    QVERIFY(!m_engine->parse(std::string(good.size(), '\0')));
    std::string infinite = good;
    infinite.replace(100, 4, std::string("\0\0\x80\x7f", 4));
    QVERIFY(!m_engine->parse(infinite));
    // Of another network: right in itself, of another size.
    Voiceprint short_{{0, 1, 0, 1, 0}};
    QVERIFY(m_engine->parse(m_engine->serialise(short_)));
    QVERIFY(!m_engine->household(std::array<const Voiceprint *, 1>{&short_}));
    // Nor does one engine take what the other made.
    const auto mixtures = speaker::MixtureEngine::load(readBytes(BACKGROUND_MODEL));
    QVERIFY(!mixtures->parse(good));
    const auto print = std::get<Voiceprint>(mixtures->enrol(spoken("people/krb-enrol.wav")));
    QVERIFY(!m_engine->parse(mixtures->serialise(print)));
}

void TestNetwork::otherForms_data()
{
    QTest::addColumn<QString>("file");
    for (const char *name :
         {"bands", "wespeaker", "bands-first", "fixed", "waveform", "waveform-of-one-channel"})
        QTest::newRow(name) << m_networks.filePath(QLatin1String(name) + u".onnx"_qs);
}

void TestNetwork::otherForms()
{
    QFETCH(QString, file);
    QVERIFY(speaker::Engines::tryOut(file));
    const auto engine = NeuralEngine::load(file);
    QVERIFY(engine);
    QVERIFY((*engine)->id() != m_engine->id());
    const auto person = std::get<Voiceprint>((*engine)->enrol(spoken("people/krb-enrol.wav")));
    const auto household = (*engine)->household(std::array{&person});
    const auto same = std::get<std::vector<double>>(household->scores(spoken("people/krb-enrol.wav")));
    QVERIFY(areScores(same));
    QVERIFY(same.front() > wire::defaultThreshold);
}

void TestNetwork::wrongFiles_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("words");
    const auto row = [this](const char *name, const char *words) {
        QTest::newRow(name) << m_networks.filePath(QLatin1String(name) + u".onnx"_qs)
                            << QString::fromLatin1(words);
    };
    row("image", "1 x 3 x 224 x 224");
    row("per-frame", "vector");
    row("two-inputs", "2 inputs");
    row("whole-numbers", "32 bits");
    row("deaf", "the same");
    row("missing", "cannot be read");
    QTest::newRow("no network") << QFINDTESTDATA("test_network.cpp") << QStringLiteral("no speaker network");
    QTest::newRow("a folder") << m_networks.path() << QStringLiteral("cannot be read");
    const QString half = m_networks.filePath(QStringLiteral("half.onnx"));
    QFile whole(m_model);
    QFile written(half);
    QVERIFY(whole.open(QIODevice::ReadOnly) && written.open(QIODevice::WriteOnly));
    written.write(whole.read(whole.size() / 2));
    QTest::newRow("half of one") << half << QStringLiteral("no speaker network");
}

void TestNetwork::wrongFiles()
{
    QFETCH(QString, file);
    QFETCH(QString, words);
    const auto tried = speaker::Engines::tryOut(file);
    QVERIFY(!tried);
    QVERIFY2(tried.error().detail.contains(words), qPrintable(tried.error().detail));
}

void TestNetwork::whichEngine()
{
    auto &engines = speaker::Engines::ofThisProgram();
    QCOMPARE(engines.id(), speaker::MixtureEngine::builtIn()->id()); // as this test's environment says
    QVERIFY(engines.name().contains(speaker::Engines::builtIn));
    engines.choose(m_model);
    QCOMPARE(engines.id(), m_engine->id());
    QCOMPARE(engines.engine()->id(), m_engine->id());
    QVERIFY(engines.name().contains(u"campplus"));
    // One that turns out to be none leaves the work to what is built in.
    engines.choose(m_networks.filePath(QStringLiteral("half.onnx")));
    QVERIFY(engines.id().starts_with("neural-"));
    QCOMPARE(engines.engine()->id(), speaker::MixtureEngine::builtIn()->id());
    QCOMPARE(engines.id(), speaker::MixtureEngine::builtIn()->id());
    engines.choose(speaker::Engines::builtIn);
    qputenv("VOICEPRINT_NETWORKS", m_networks.path().toLocal8Bit());
    qunsetenv("VOICEPRINT_MODEL");
    engines.choose({}); // a folder without a network
    QCOMPARE(engines.id(), speaker::MixtureEngine::builtIn()->id());
}

ROOM_TEST(TestNetwork, QCoreApplication)
#include "test_network.moc"
