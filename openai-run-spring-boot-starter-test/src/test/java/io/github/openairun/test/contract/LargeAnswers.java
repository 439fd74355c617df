package io.github.openairun.test.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.github.openairun.RunException;
import io.github.openairun.RunOperations;
import io.github.openairun.RunResult;
import io.github.openairun.autoconfigure.OpenAiRestClientCustomizer;

/**
 * The process that {@link LargeAnswersTests} starts with a small heap.
 */
final class LargeAnswers {

	private LargeAnswers() {
	}

	/**
	 * Drive runs, and throw if one does not end as it should.
	 * @param args the wire, and the URL of the server
	 */
	public static void main(String[] args) {
		String wire = args[0].toLowerCase(Locale.ROOT);
		for (String kind : new String[] { "wide", "narrow", "bomb" }) {
			drive(wire, args[1], "create-" + kind, "off", false);
			drive(wire, args[1], "poll-" + kind, "off", true);
			drive(wire, args[1], "create-" + kind, "on", true);
		}
		System.exit(0);
	}

	private static void drive(String wire, String url, String large, String streaming, boolean started) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			List<String> header = new ArrayList<>(List.of(large));
			TestPropertyValues
				.of("openai.run.wire=" + wire, "openai.base-url=" + url, "openai.api-key=sk-test",
						"openai.max-retries=0", "openai.run.timeout=1s", "openai.run.streaming=" + streaming,
						"openai.run.poll.initial-interval=1ms", "openai.run.assistants.support.id=asst_1",
						"openai.run.assistants.support.model=gpt")
				.applyTo(context);
			context.registerBean(OpenAiRestClientCustomizer.class,
					() -> (builder) -> builder.requestInterceptor((request, body, execution) -> {
						request.getHeaders().set("x-large", header.get(0));
						return execution.execute(request, body);
					}));
			context.register(Application.AUTO_CONFIGURATIONS);
			context.refresh();
			RunOperations runs = context.getBean(RunOperations.class);
			try {
				RunResult result = started ? runs.start("support", "Hi").join() : runs.execute("support", "Hi");
				throw new IllegalStateException(large + " ended with " + result);
			}
			catch (RunException ex) {
				// As it should be.
			}
			header.set(0, "none");
			runs.execute("support", "Hi");
			runs.start("support", "Hi").join();
		}
	}

}
