<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>ActivityCounts</name>
    <message numerus="yes">
        <source>%n call(s) today</source>
        <translation>
            <numerusform>%n call today</numerusform>
            <numerusform>%n calls today</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ActivityExport</name>
    <message numerus="yes">
        <source>The file will hold %n call(s) with the names of people and groups in them, but no token and no recording.</source>
        <translation>
            <numerusform>The file will hold %n call with the names of people and groups in them, but no token and no recording.</numerusform>
            <numerusform>The file will hold %n calls with the names of people and groups in them, but no token and no recording.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ActivityScreen</name>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n call</numerusform>
            <numerusform>%n calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>None of the %n call(s) fits these filters.</source>
        <translation>
            <numerusform>The one call does not fit these filters.</numerusform>
            <numerusform>None of the %n calls fits these filters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ArchiveCopyDialog</name>
    <message numerus="yes">
        <source>This makes %n call(s), one for each recording.</source>
        <translation>
            <numerusform>This makes %n call, one for each recording.</numerusform>
            <numerusform>This makes %n calls, one for each recording.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“%1” holds %2 of %3 voiceprints: there is room for %n more. Select fewer recordings, or choose another group.</source>
        <translation>
            <numerusform>“%1” holds %2 of %3 voiceprints: there is room for %n more. Select fewer recordings, or choose another group.</numerusform>
            <numerusform>“%1” holds %2 of %3 voiceprints: there is room for %n more. Select fewer recordings, or choose another group.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Done. %n recording(s) were enrolled: %1.</source>
        <translation>
            <numerusform>Done. %n recording was enrolled: %1.</numerusform>
            <numerusform>Done. %n recordings were enrolled: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n recording(s): %1. Each is enrolled as a new voiceprint, with its name and description.</source>
        <translation>
            <numerusform>%n recording: %1. It is enrolled as a new voiceprint, with its name and description.</numerusform>
            <numerusform>%n recordings: %1. Each is enrolled as a new voiceprint, with its name and description.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ArchiveDialog</name>
    <message numerus="yes">
        <source>Delete %n kept recording(s)? Their voiceprints stay, but cannot be copied or restored from here any more.</source>
        <translation>
            <numerusform>Delete %n kept recording? Its voiceprint stays, but cannot be copied or restored from here any more.</numerusform>
            <numerusform>Delete %n kept recordings? Their voiceprints stay, but cannot be copied or restored from here any more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete all %n kept recording(s) of every group and connection? Nothing of them will be left on this computer. Voiceprints stay.</source>
        <translation>
            <numerusform>Delete the only kept recording? Nothing of it will be left on this computer. The voiceprint stays.</numerusform>
            <numerusform>Delete all %n kept recordings of every group and connection? Nothing of them will be left on this computer. Voiceprints stay.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BackupPane</name>
    <message numerus="yes">
        <source>%n group(s)</source>
        <translation>
            <numerusform>%n group</numerusform>
            <numerusform>%n groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n voiceprint(s)</source>
        <translation>
            <numerusform>%n voiceprint</numerusform>
            <numerusform>%n voiceprints</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConnectionReportView</name>
    <message numerus="yes">
        <source>This test made %n call(s), none of them billed.</source>
        <translation>
            <numerusform>This test made %n call, none of them billed.</numerusform>
            <numerusform>This test made %n calls, none of them billed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConnectionsModel</name>
    <message numerus="yes">
        <source>expires in %n day(s)</source>
        <translation>
            <numerusform>expires in %n day</numerusform>
            <numerusform>expires in %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DropFrame</name>
    <message numerus="yes">
        <source>These are %n files. Drop one of them.</source>
        <translation>
            <numerusform>This is %n file. Drop one of them.</numerusform>
            <numerusform>These are %n files. Drop one of them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Error</name>
    <message numerus="yes">
        <source>of %n kept recording(s) in %1 nothing is known any more; they stay there</source>
        <translation>
            <numerusform>of %n kept recording in %1 nothing is known any more; it stays there</numerusform>
            <numerusform>of %n kept recordings in %1 nothing is known any more; they stay there</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n test(s) of the history are damaged and left out</source>
        <translation>
            <numerusform>%n test of the history is damaged and left out</numerusform>
            <numerusform>%n tests of the history are damaged and left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EvidencePage</name>
    <message numerus="yes">
        <source>%1 – %n test(s)</source>
        <comment>a set of tests</comment>
        <translation>
            <numerusform>%1 – %n test</numerusform>
            <numerusform>%1 – %n tests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Expiry</name>
    <message numerus="yes">
        <source>The token of “%1” ends in %n day(s): make a new one in Coze, then put it into the connection.</source>
        <translation>
            <numerusform>The token of “%1” ends in %n day: make a new one in Coze, then put it into the connection.</numerusform>
            <numerusform>The token of “%1” ends in %n days: make a new one in Coze, then put it into the connection.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupsPane</name>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete “%1” with its %n voiceprint(s)? This cannot be undone.</source>
        <translation>
            <numerusform>Delete “%1” with its %n voiceprint? This cannot be undone.</numerusform>
            <numerusform>Delete “%1” with its %n voiceprints? This cannot be undone.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message numerus="yes">
        <source>%n person(s)</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message numerus="yes">
        <source>%1 – %n test(s)</source>
        <comment>a set of tests</comment>
        <translation>
            <numerusform>%1 – %n test</numerusform>
            <numerusform>%1 – %n tests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>None of the %n test(s) fits these filters.</source>
        <translation>
            <numerusform>The only test does not fit these filters.</numerusform>
            <numerusform>None of the %n tests fits these filters.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n test(s)</source>
        <translation>
            <numerusform>%n test</numerusform>
            <numerusform>%n tests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n test(s) that were %1, or most likely so, are deleted for good, with their clips.</source>
        <translation>
            <numerusform>%n test that was %1, or most likely so, is deleted for good, with its clip.</numerusform>
            <numerusform>%n tests that were %1, or most likely so, are deleted for good, with their clips.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n test(s) and their clips are deleted for good, of every group and connection.</source>
        <translation>
            <numerusform>The only test and its clip are deleted for good.</numerusform>
            <numerusform>All %n tests and their clips are deleted for good, of every group and connection.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IdentifyScreen</name>
    <message numerus="yes">
        <source>%n voiceprint(s)</source>
        <translation>
            <numerusform>%n voiceprint</numerusform>
            <numerusform>%n voiceprints</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LocalCopies</name>
    <message numerus="yes">
        <source>%n kept recording(s)</source>
        <translation>
            <numerusform>%n kept recording</numerusform>
            <numerusform>%n kept recordings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unsent recording(s)</source>
        <translation>
            <numerusform>%n unsent recording</numerusform>
            <numerusform>%n unsent recordings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s) of consent</source>
        <translation>
            <numerusform>%n note of consent</numerusform>
            <numerusform>%n notes of consent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n test(s)</source>
        <translation>
            <numerusform>%n test</numerusform>
            <numerusform>%n tests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VoiceprintsScreen</name>
    <message numerus="yes">
        <source>%n unsent recording(s)</source>
        <translation>
            <numerusform>%n unsent recording</numerusform>
            <numerusform>%n unsent recordings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VoicesScreen</name>
    <message numerus="yes">
        <source>None of the %n voice(s) loaded so far has this in its name, language or text.</source>
        <translation>
            <numerusform>The one voice loaded so far does not have this in its name, language or text.</numerusform>
            <numerusform>None of the %n voices loaded so far has this in its name, language or text.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n voice(s)</source>
        <translation>
            <numerusform>%n voice</numerusform>
            <numerusform>%n voices</numerusform>
        </translation>
    </message>
</context>
</TS>
