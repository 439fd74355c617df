package io.github.openairun.test.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolHandler;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Wire;
import io.github.openairun.tool.ToolErrorDecision;
import io.github.openairun.tool.ToolErrorHandler;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ids, names and statuses of a megabyte with line breaks: whatever a run comes to, they
 * are cut and cleaned in log lines, messages of exceptions and descriptions of objects.
 */
class LongTextsIntegrationTests {

	private static final int MAX_LINE = 2048;

	private static final String PADDING = "x".repeat(1_000_000);

	private final OpenAiSimulator simulator = OpenAiSimulator.start();

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.openairun");

	private final Level level = this.logger.getLevel();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@BeforeEach
	void capture() {
		this.logger.setLevel(Level.DEBUG);
		this.logger.setAdditive(false);
		this.logger.addAppender(this.log);
		this.log.list = new CopyOnWriteArrayList<>();
		this.log.start();
	}

	@AfterEach
	void close() {
		this.logger.detachAppender(this.log);
		this.logger.setAdditive(true);
		this.logger.setLevel(this.level);
		this.simulator.close();
	}

	static Stream<Arguments> plays() {
		return Stream.of(Wire.values())
			.flatMap((wire) -> Stream.of("off", "on")
				.flatMap((streaming) -> Stream.of(LongText.values())
					.map((field) -> Arguments.of(wire, streaming, field))));
	}

	@ParameterizedTest(name = "{0}, streaming {1}, {2}")
	@MethodSource("plays")
	void longTextsAreCut(Wire wire, String streaming, LongText field) throws IOException {
		this.simulator.assistant("asst_support", (assistant) -> assistant.name("support").model("gpt-4.1"));
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Shipped");
		Listener listener = new Listener();
		try (Inflater server = new Inflater(this.simulator.baseUrl(), field)) {
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(Application.AUTO_CONFIGURATIONS))
				.withUserConfiguration(Tools.class)
				.withBean(RunListener.class, () -> listener)
				.withPropertyValues("openai.api-key=sk-test", "openai.base-url=" + server.baseUrl(),
						"openai.run.wire=" + wire.name(), "openai.run.streaming=" + streaming,
						"openai.run.timeout=1500ms", "openai.run.poll.initial-interval=5ms", "openai.max-retries=0",
						"openai.run.assistants.support.id=asst_support", "openai.run.assistants.support.model=gpt-4.1",
						"openai.run.assistants.support.tools=*")
				.run((context) -> {
					for (String message : List.of("Hello", "Fail")) {
						assertShort(outcome(context, message));
					}
				});
		}
		assertThat(listener.seen).allSatisfy(LongTextsIntegrationTests::assertShort);
		for (ILoggingEvent event : this.log.list) {
			assertShort(event.getFormattedMessage());
			if (event.getThrowableProxy() != null) {
				ThrowableProxyUtil.asString(event.getThrowableProxy())
					.lines()
					.forEach(LongTextsIntegrationTests::assertShort);
			}
		}
	}

	private static String outcome(ApplicationContext context, String message) {
		context.getBean(Tools.class).failing = message.equals("Fail");
		try {
			RunResult result = context.getBean(RunOperations.class)
				.execute(RunRequest.assistant("support").message(message).build());
			return result.run().toString();
		}
		catch (RuntimeException ex) {
			List<Throwable> pending = new ArrayList<>(List.of(ex));
			while (!pending.isEmpty()) {
				Throwable next = pending.remove(0);
				assertShort(String.valueOf(next.getMessage()));
				pending.addAll(List.of(next.getSuppressed()));
				if (next.getCause() != null) {
					pending.add(next.getCause());
				}
			}
			return ex.toString();
		}
	}

	private static void assertShort(String line) {
		assertThat(line.length()).as(() -> line.substring(0, Math.min(line.length(), 300)))
			.isLessThanOrEqualTo(MAX_LINE);
		assertThat(line).doesNotContain("\n", "\r");
	}

	/**
	 * What the server makes long.
	 */
	enum LongText {

		CALL_ID("call_\\w+"), RUN_ID("(?:run|resp)_\\w+"), THREAD_ID("(?:thread|conv)_\\w+"), TOOL_NAME("findOrder"),
		MESSAGE_ID("msg_\\w+"), STATUS("in_progress|queued"), FINAL_STATUS("completed"), TYPE("function_call"),
		MODEL("gpt-4.1");

		private final Pattern pattern;

		LongText(String pattern) {
			this.pattern = Pattern.compile("\"(" + pattern + ")\"");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Tools {

		private boolean failing;

		@ToolHandler(description = "Finds an order")
		String findOrder(String number) {
			if (this.failing) {
				throw new IllegalStateException("No database");
			}
			return "found";
		}

		@Bean
		ToolErrorHandler toolErrorHandler() {
			return (context, error) -> ToolErrorDecision.cancelRun();
		}

	}

	private static final class Listener implements RunListener {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@Override
		public void statusChanged(Run run) {
			this.seen.add(run.toString());
			this.seen.add(run.toolCalls().stream().limit(2).toList().toString());
		}

		@Override
		public void toolCallFinished(Run run, ToolCall call, ToolOutput output, ToolOutcome outcome) {
			this.seen.add(call + " " + output);
		}

	}

	/**
	 * Makes texts in the answers of a simulator long, and short again in requests.
	 */
	private static final class Inflater implements AutoCloseable {

		private final ExecutorService threads = Executors.newCachedThreadPool();

		private final HttpClient client = HttpClient.newHttpClient();

		private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
				0);

		private final URI target;

		private final LongText field;

		Inflater(String target, LongText field) throws IOException {
			this.target = URI.create(target);
			this.field = field;
			this.server.setExecutor(this.threads);
			this.server.createContext("/", this::relay);
			this.server.start();
		}

		String baseUrl() {
			return "http://127.0.0.1:" + this.server.getAddress().getPort() + this.target.getPath();
		}

		private void relay(HttpExchange exchange) throws IOException {
			String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
				.replace("\\n" + PADDING, "");
			String path = exchange.getRequestURI().toString().replace("%0A" + PADDING, "");
			HttpRequest.Builder request = HttpRequest.newBuilder(this.target.resolve(path))
				.method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofString(body));
			exchange.getRequestHeaders().forEach((name, values) -> {
				if (List.of("content-type", "authorization", "openai-beta", "accept")
					.contains(name.toLowerCase(Locale.ROOT))) {
					request.header(name, values.get(0));
				}
			});
			try (exchange) {
				HttpResponse<String> response = this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
				String inflated = this.field.pattern.matcher(response.body()).replaceAll("\"$1\\\\n" + PADDING + "\"");
				response.headers()
					.firstValue("content-type")
					.ifPresent((type) -> exchange.getResponseHeaders().set("content-type", type));
				byte[] bytes = inflated.getBytes(StandardCharsets.UTF_8);
				exchange.sendResponseHeaders(response.statusCode(), (bytes.length > 0) ? bytes.length : -1);
				exchange.getResponseBody().write(bytes);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public void close() {
			this.server.stop(0);
			this.threads.shutdownNow();
		}

	}

}
