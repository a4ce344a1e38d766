// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
// TestCozeJava.java PROGRAM SPEECH : the official Coze SDK for Java, unchanged, against voiceprint-server. It knows
// voices and speech, no voiceprints.
import com.coze.openapi.client.audio.common.AudioFormat;
import com.coze.openapi.client.audio.speech.CreateSpeechReq;
import com.coze.openapi.client.audio.voices.ListVoiceReq;
import com.coze.openapi.client.audio.voices.model.Voice;
import com.coze.openapi.client.exception.CozeApiException;
import com.coze.openapi.service.auth.TokenAuth;
import com.coze.openapi.service.service.CozeAPI;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

public class TestCozeJava {
    static final String TOKEN = "token-of-the-sdk-test";

    static void verify(boolean claim, Object words) {
        if (!claim)
            throw new AssertionError(words);
    }

    static CozeAPI connect(String base, String token) {
        return new CozeAPI.Builder().baseURL(base).auth(new TokenAuth(token)).build();
    }

    static int refusalOf(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException failure) { // its speech wraps what its voices throw
            Throwable cause = failure instanceof CozeApiException ? failure : failure.getCause();
            verify(cause instanceof CozeApiException, failure);
            CozeApiException refusal = (CozeApiException) cause;
            verify(refusal.getLogID() != null && !refusal.getLogID().isEmpty(), "no log id");
            return refusal.getCode();
        }
        throw new AssertionError("nothing was refused");
    }

    static void voices(CozeAPI coze) {
        Set<String> ids = new HashSet<>();
        for (var page = coze.audio().voices().list(ListVoiceReq.builder().pageNum(1).pageSize(20).build()).getIterator();
             page.hasNext() && ids.size() < 50;) { // it reads page after page
            Voice voice = page.next();
            verify(voice.getVoiceID() != null && !voice.getName().isEmpty(), voice);
            verify(ids.add(voice.getVoiceID()), "twice: " + voice.getVoiceID());
        }
        verify(ids.size() == 50, ids.size());
    }

    static void speech(CozeAPI coze) throws Exception {
        var voice = coze.audio().voices().list(ListVoiceReq.builder().pageNum(1).pageSize(1).build()).getIterator().next();
        for (AudioFormat format : new AudioFormat[] {AudioFormat.WAV, AudioFormat.MP3, AudioFormat.PCM}) {
            var request = CreateSpeechReq.builder().input("Good morning, 早上好").voiceID(voice.getVoiceID())
                              .responseFormat(format).build();
            byte[] sound = coze.audio().speech().create(request).getResponse().bytes();
            verify(sound.length > 5000, format);
            verify(!format.equals(AudioFormat.WAV) || new String(sound, 0, 4).equals("RIFF"), "no wav");
        }
        refusalOf(() -> coze.audio().speech().create(CreateSpeechReq.builder().input("x").voiceID("1").build()));
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("sdk-java");
        ProcessBuilder builder = new ProcessBuilder(arguments[0], "--data-dir", folder.resolve("data").toString());
        builder.environment().put("VOICEPRINT_SERVER_TOKEN", TOKEN);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process server = builder.start();
        try {
            String line = new BufferedReader(new InputStreamReader(server.getInputStream())).readLine();
            String base = line.substring(line.lastIndexOf(' ') + 1);
            CozeAPI coze = connect(base, TOKEN);
            voices(coze);
            speech(coze);
            // Of an answer that is no success it knows the HTTP status alone.
            int code = refusalOf(() -> connect(base, "wrong").audio().voices().list(ListVoiceReq.builder().build()));
            verify(code == 401 || code == 4100, code);
        } finally {
            server.destroy();
            server.waitFor();
            try (var files = Files.walk(folder)) {
                files.sorted((one, other) -> other.compareTo(one)).forEach(file -> file.toFile().delete());
            }
        }
        System.out.println("passed");
        System.exit(0); // the SDK leaves threads behind
    }
}
