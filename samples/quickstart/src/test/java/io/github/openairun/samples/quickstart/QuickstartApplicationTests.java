package io.github.openairun.samples.quickstart;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class QuickstartApplicationTests {

	@ParameterizedTest
	@ValueSource(strings = { "responses", "assistants" })
	void printsTheRunAsItHappens(String wire, CapturedOutput output) {
		QuickstartApplication.main(new String[] { "--openai.run.wire=" + wire });
		assertThat(transcript(output)).startsWith("Offline: a simulator inside this application plays the server.")
			.contains("wire    " + wire)
			.containsSubsequence("status  queued", "status  in_progress", "status  requires_action",
					"call    findOrder {\"number\":\"17\"}", "call    quoteRefund ", "\"reason\":\"DAMAGED\"",
					"output  findOrder {\"number\":\"17\",\"status\":\"shipped\",\"shippedOn\":\"2026-11-20\"}",
					"output  quoteRefund {\"amount\":49.90,\"terms\":\"We pay the return\"}", "status  completed",
					"usage   ", "reply   findOrder says: {\"number\":\"17\"");
	}

	@Test
	void runsOnThreadsThatTheApplicationKeeps(CapturedOutput output) {
		QuickstartApplication.main(new String[] { "--openai.run.threads=application" });
		assertThat(transcript(output)).contains("wire    responses", "status  completed (run_app_")
			.containsSubsequence("status  requires_action", "call    findOrder {\"number\":\"17\"}",
					"call    quoteRefund ",
					"output  findOrder {\"number\":\"17\",\"status\":\"shipped\",\"shippedOn\":\"2026-11-20\"}",
					"status  completed", "usage   ", "reply   findOrder says: {\"number\":\"17\"");
	}

	@Test
	void theTranscriptIsTheSameOnBothWires(CapturedOutput output) {
		QuickstartApplication.main(new String[] { "--openai.run.wire=responses" });
		String responses = transcript(output);
		QuickstartApplication.main(new String[] { "--openai.run.wire=assistants" });
		String assistants = transcript(output).substring(responses.length());
		assertThat(withoutIds(assistants)).isEqualTo(withoutIds(responses));
	}

	private static String transcript(CapturedOutput output) {
		return output.getOut();
	}

	private static String withoutIds(String transcript) {
		return transcript.replaceAll("\\((run|resp)_\\w+\\)", "(id)")
			.replaceAll("wire    \\w+", "wire    any")
			.replaceAll("usage .*", "usage");
	}

}
