// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/speechprogress.h"
#include "runner.h"
#include "style/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QProgressBar>

using namespace std::chrono_literals;

namespace {

struct Progress
{
    Progress()
    {
        widget.resize(560, widget.sizeHint().height());
        widget.show();
    }
    QString text(const char *name) const { return widget.findChild<QLabel *>(QLatin1String(name))->text(); }
    QProgressBar *bar() const { return widget.findChild<QProgressBar *>(QStringLiteral("speechBar")); }
    SpeechProgress widget;
};

} // namespace

class SpeechProgressTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { theme::apply(Settings::Theme::Light); }

    void growsTowardsEnough()
    {
        Progress progress;
        QCOMPARE(progress.bar()->text(), QStringLiteral("0.0 s of 20 s of speech"));
        QVERIFY(!progress.widget.isEnough());
        progress.widget.setSpeech({.seconds = 12.39});
        QTRY_COMPARE(progress.bar()->text(), QStringLiteral("12.3 s of 20 s of speech"));
        QCOMPARE(progress.bar()->value() * 100 / progress.bar()->maximum(), 61);
        QVERIFY(!progress.text("speechAdvice").contains(QStringLiteral("Enough")));
        QVERIFY(!progress.widget.findChild<QLabel *>(QStringLiteral("enoughIcon"))->isVisible());
    }

    void enoughIsSaidAtOnce()
    {
        Progress progress;
        progress.widget.setSpeech({.seconds = 19.98});
        progress.widget.setSpeech({.seconds = 20});
        QCOMPARE(progress.text("speechAdvice"), QStringLiteral("Enough: you may stop."));
        QVERIFY(progress.widget.isEnough());
        QVERIFY(progress.widget.findChild<QLabel *>(QStringLiteral("enoughIcon"))->isVisible());
        QCOMPARE(progress.bar()->value(), progress.bar()->maximum());
        progress.widget.setSpeech({.seconds = 61});
        QTRY_VERIFY(progress.text("speechAdvice").contains(QStringLiteral("stop now")));
        QCOMPARE(progress.bar()->value(), progress.bar()->maximum());
        progress.widget.reset();
        QVERIFY(!progress.widget.isEnough());
        QCOMPARE(progress.bar()->value(), 0);
        QVERIFY(!progress.text("speechAdvice").contains(QStringLiteral("nough")));
    }

    void toIdentifyLessIsEnough()
    {
        Progress progress;
        progress.widget.setPurpose(audio::Purpose::Identify);
        progress.widget.setSpeech({.seconds = 4.2});
        QVERIFY(progress.widget.isEnough());
        QCOMPARE(progress.bar()->text(), QStringLiteral("4.2 s of 4 s of speech"));
    }

    void noiseIsAnEstimate()
    {
        Progress progress;
        QCOMPARE(progress.text("noiseEstimate"), QStringLiteral("Signal to noise: not measurable yet"));
        progress.widget.setSpeech({.seconds = 3, .snr = 23.6});
        QTRY_COMPARE(progress.text("noiseEstimate"), QStringLiteral("Signal to noise: about 24 dB"));
        progress.widget.setSpeech({.seconds = 3, .snr = -0.2});
        QTRY_COMPARE(progress.text("noiseEstimate"), QStringLiteral("Signal to noise: about 0 dB"));
    }

    void timeRuns()
    {
        Progress progress;
        QCOMPARE(progress.text("recordingTime"), QString());
        progress.widget.setTime(12s, 113s);
        QTRY_COMPARE(progress.text("recordingTime"), QStringLiteral("0:12 – 1:53 left"));
    }

    void isReadInWords()
    {
        Progress progress;
        progress.widget.setSpeech({.seconds = 21});
        QAccessibleInterface *reader = QAccessible::queryAccessibleInterface(progress.bar());
        QCOMPARE(reader->role(), QAccessible::ProgressBar);
        QCOMPARE(reader->text(QAccessible::Name), QStringLiteral("Speech"));
        QCOMPARE(reader->text(QAccessible::Description),
                 QStringLiteral("21.0 s of 20 s of speech. Enough: you may stop."));
        QCOMPARE(reader->valueInterface()->currentValue(), reader->valueInterface()->maximumValue());
    }
};

ROOM_TEST(SpeechProgressTest, QApplication)
#include "test_speechprogress.moc"
