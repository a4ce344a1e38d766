// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation.h"
#include "speech/speechfile.h"

#include "base/wire.h"
#include "runner.h"
#include "speaker/mixture.h"
#include "trials/rates.h"

namespace {

constexpr double threshold = wire::defaultThreshold;

QByteArray percent(double share)
{
    return QByteArray::number(100 * share, 'f', 2) + " %";
}

} // namespace

//! Ten speakers whom the background model and the scale never met, clean and through seven kinds of harm.
class TestAccuracy : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void households_data();
    void households();
    void conditions();

private:
    std::optional<speaker::Background> m_background;
    std::unique_ptr<Collection> m_collection;
};

void TestAccuracy::initTestCase()
{
    const std::string model = readBytes(BACKGROUND_MODEL);
    const auto engine = speaker::MixtureEngine::load(model);
    QVERIFY(engine);
    m_background = speaker::parseBackground(model);
    m_collection = std::make_unique<Collection>(*engine, SPEECH_DIR);
    QCOMPARE(m_collection->speakers.size(), std::size_t(10));
    QCOMPARE(m_collection->tests.size(), std::size_t(240));
}

void TestAccuracy::households_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {1, 4, 9})
        QTest::addRow("of %d", size) << size;
}

void TestAccuracy::households()
{
    QFETCH(int, size);
    const Outcome all = pooled(evaluate(*m_background, *m_collection, std::size_t(size)));
    QCOMPARE(all.refused, 0);
    QCOMPARE(all.targets.size(), std::size_t(240 * size));
    const double wrong = trials::wrongTops(all.searches).value();
    QVERIFY2(wrong <= 0.01, percent(wrong).constData());
    QVERIFY2(all.equalErrorRate() <= 0.008, percent(all.equalErrorRate()).constData());
    QVERIFY2(all.rejectedTargets(threshold) <= 0.01, percent(all.rejectedTargets(threshold)).constData());
    QVERIFY2(all.acceptedStrangers(threshold) <= 0.02, percent(all.acceptedStrangers(threshold)).constData());
}

void TestAccuracy::conditions()
{
    const auto outcomes = evaluate(*m_background, *m_collection, 4);
    QCOMPARE(outcomes.size(), std::size_t(8));
    for (const auto &[condition, outcome] : outcomes) {
        const auto why = [&name = condition](double share) -> QByteArray {
            return QByteArray(name.c_str()) + ": " + percent(share);
        };
        const double wrong = trials::wrongTops(outcome.searches).value();
        QVERIFY2(wrong <= 0.02, why(wrong).constData());
        QVERIFY2(outcome.equalErrorRate() <= 0.05, why(outcome.equalErrorRate()).constData());
        const double rejected = outcome.rejectedTargets(threshold);
        QVERIFY2(rejected <= 0.03, why(rejected).constData());
        const double accepted = outcome.acceptedStrangers(threshold);
        QVERIFY2(accepted <= 0.05, why(accepted).constData());
    }
}

ROOM_TEST(TestAccuracy, QCoreApplication)
#include "test_accuracy.moc"
