// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/speechprogress.h"
#include "desk/waveform.h"
#include "runner.h"

#include <QAccessible>
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QProgressBar>

namespace {

//! The values that screen readers were told of.
QList<QVariant> told;

void listen(QAccessibleEvent *event)
{
    if (event->type() == QAccessible::ValueChanged)
        told << static_cast<QAccessibleValueChangeEvent *>(event)->value();
}

} // namespace

//! What screen readers hear while something changes, on a desktop with an accessibility bus.
class ToldTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        // As a screen reader would.
        QDBusConnection::sessionBus().interface()->startService(QStringLiteral("org.a11y.Bus"));
        QTRY_VERIFY(QAccessible::isActive());
        QAccessible::installUpdateHandler(listen);
    }

    void aWaveformTellsWhatItsUserDoes()
    {
        constexpr int seconds = 60;
        audio::Clip clip;
        clip.pcm = QByteArray(seconds * audio::speechRate * 2, 0);
        Waveform wave;
        wave.setSound(audio::Sound::of(clip));
        wave.show();
        told.clear();
        QTest::keyClick(&wave, Qt::Key_End);
        QCOMPARE(told.value(0).toDouble(), double(seconds));
        told.clear();
        QTest::keyClick(&wave, Qt::Key_Home, Qt::ShiftModifier);
        QCOMPARE(told.value(0).toDouble(), 0.0);
        told.clear();
        wave.setPlayhead(5 * audio::speechRate); // what plays is heard
        QVERIFY(told.isEmpty());
    }

    void speechIsToldOnceASecond()
    {
        SpeechProgress progress;
        progress.show();
        QTest::qWait(1100); // what it began with is told
        progress.setSpeech({.seconds = 1});
        told.clear();
        QElapsedTimer clock;
        clock.start();
        for (int i = 1; clock.elapsed() < 600; ++i) {
            progress.setSpeech({.seconds = 1 + i * 0.1});
            QTest::qWait(20);
        }
        QVERIFY(told.isEmpty() || clock.elapsed() > 900);
        QTRY_COMPARE(told.size(), 1);
        QVERIFY(clock.elapsed() > 900);
        progress.setSpeech({.seconds = 20}); // but what was waited for at once
        QCOMPARE(told.size(), 2);
    }
};

ROOM_TEST(ToldTest, QApplication)
#include "test_told.moc"
