package io.github.openairun.test.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.client.RestClient;

import io.github.openairun.ApiKeySupplier;
import io.github.openairun.RunOperations;
import io.github.openairun.ToolRegistration;
import io.github.openairun.autoconfigure.OpenAiRestClientCustomizer;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Wire;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Brings about what docs/troubleshooting.md explains, and sees the message that it has.
 */
@ExtendWith(OutputCaptureExtension.class)
class TroubleshootingMessagesTests {

	private static final String LOGGER = "io.github.openairun.autoconfigure";

	private static final Map<String, Situation> SITUATIONS = situations();

	@TempDir
	static Path folder;

	@AfterAll
	static void tellLess() {
		((Logger) LoggerFactory.getLogger(LOGGER)).setLevel(null);
	}

	@Test
	void everyMessageIsBroughtAbout() {
		assertThat(SITUATIONS.keySet()).containsExactlyInAnyOrderElementsOf(TroubleshootingTests.messages());
	}

	@ParameterizedTest
	@MethodSource("messages")
	void theMessageIsTheOneThatIsExplained(String message, CapturedOutput output) {
		String failure = start(SITUATIONS.get(message));
		assertThat(failure + output).containsPattern(pattern(message));
	}

	@Test
	void anApplicationThatIsAsItShouldBeHasNone(CapturedOutput output) {
		assertThat(start(new Situation().bean(TroublesomeBeans.Legal.class).calling())).isEmpty();
		assertThat(messages()).noneMatch((message) -> pattern(message).matcher(output).find());
	}

	private static Pattern pattern(String message) {
		return Pattern
			.compile(Stream.of(message.split("…", -1)).map(Pattern::quote).collect(Collectors.joining("[^\\n]+")));
	}

	static Set<String> messages() {
		return SITUATIONS.keySet();
	}

	private static Map<String, Situation> situations() {
		Map<String, Situation> situations = new LinkedHashMap<>();
		situations.put("No API key for …: it is needed to create and execute runs.",
				new Situation().property("openai.base-url=https://api.openai.com/v1").property("openai.api-key="));
		situations.put("It must be an absolute http or https URL, such as https://api.openai.com/v1",
				new Situation().property("openai.base-url=api.example.com"));
		situations.put("The base URL does not serve wire '…'",
				new Situation().property("openai.run.wire=assistants").calling());
		situations.put("… was redirected from … to … (…), which is not followed: …",
				new Situation().bean(OpenAiRestClientCustomizer.class, () -> TroubleshootingMessagesTests::redirected)
					.calling((runs) -> runs.load("resp_1", "conv_1")));
		situations.put("There is no assistant '…'", new Situation().calling((runs) -> runs.execute("nobody", "Hello")));
		situations.put("There is no model for assistant '…': set '…', or the model of the request",
				new Situation().property("openai.run.assistants.plain.id=asst_1")
					.calling((runs) -> runs.execute("plain", "Hello")));
		situations.put("The tools of assistant '…' cannot be exposed: …",
				new Situation().property("openai.run.assistants.support.tools=findOrder"));
		situations.put("Assistant '…' has … tools, but the API allows …; '…' is the first one too many",
				new Situation().beans(TroubleshootingMessagesTests::manyTools)
					.property("openai.run.assistants.support.tools=*"));
		situations.put("The value must be …", new Situation().property("openai.run.max-rounds=-1"));
		situations.put("Assistant '…' has no tools because it names none: set …",
				new Situation().bean(TroublesomeBeans.Legal.class).property("openai.run.assistants.plain.model=gpt-5"));
		situations.put("'…' is set but has no effect on wire '…'",
				new Situation().property("openai.run.beta-header=false"));
		situations.put("There is no property '…', so it has no effect.",
				new Situation().property("openai.run.max-round=3"));
		situations.put("Two … handle the tool '…'",
				new Situation().bean(TroublesomeBeans.Legal.class).bean(TroublesomeBeans.Same.class));
		situations.put("The tool name '…' of … is not legal.",
				new Situation().bean(TroublesomeBeans.IllegalName.class));
		situations
			.put("The names of the parameters of the tool handler … are not known, as the class was compiled without "
					+ "them.", new Situation().bean(TroubleshootingMessagesTests::nameless));
		situations.put("The tool handler … is private, so it cannot be called through a proxy.",
				new Situation().bean(TroublesomeBeans.Private.class));
		situations.put(
				"The tool handler … cannot be called: the bean is proxied by its interfaces, and none of them has the "
						+ "method.",
				new Situation().bean(() -> new ProxyFactory(new TroublesomeBeans.Hidden()).getProxy()));
		situations.put("The parameters of the tool handler … cannot be described: …",
				new Situation().bean(TroublesomeBeans.Undescribed.class));
		situations.put("The tools are known once all singletons exist: use runs from an ApplicationRunner or later, "
				+ "not while beans are being created", new Situation().bean(TroublesomeBeans.Early.class));
		situations.put("The ApiKeySupplier returned an empty key",
				new Situation().bean(ApiKeySupplier.class, () -> (request) -> " ").calling());
		situations.put("The API key has a character that no HTTP header can carry",
				new Situation().bean(ApiKeySupplier.class, () -> (request) -> "s\nk").calling());
		return situations;
	}

	/** Start an application in a situation, and tell what its failure says. */
	private static String start(Situation situation) {
		try (OpenAiSimulator simulator = OpenAiSimulator.builder().serve(Wire.RESPONSES).improvise(true).start()) {
			SpringApplication application = new SpringApplication(Application.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			application.addInitializers(
					(context) -> situation.beans.forEach((bean) -> bean.accept((GenericApplicationContext) context)));
			try (ConfigurableApplicationContext context = application.run(situation.arguments(simulator.baseUrl()))) {
				situation.call.accept(context.getBean(RunOperations.class));
				return "";
			}
		}
		catch (RuntimeException ex) {
			StringBuilder told = new StringBuilder();
			for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
				told.append(cause.getMessage()).append('\n');
			}
			return told.toString();
		}
	}

	private static void redirected(RestClient.Builder builder) {
		builder.requestInterceptor((request, body, execution) -> {
			MockClientHttpResponse redirect = new MockClientHttpResponse(new byte[0], HttpStatus.TEMPORARY_REDIRECT);
			redirect.getHeaders().setLocation(URI.create("https://elsewhere.example/v1"));
			return redirect;
		});
	}

	private static void manyTools(GenericApplicationContext context) {
		for (int i = 0; i < 129; i++) {
			String name = "tool" + i;
			context.registerBean(name, ToolRegistration.class,
					() -> ToolRegistration.ofJson(name, "{}", (json, call) -> json));
		}
	}

	/** Compile a handler as a build that forgot {@code -parameters} does. */
	private static Object nameless() {
		JavaFileObject source = new SimpleJavaFileObject(URI.create("string:///Nameless.java"),
				JavaFileObject.Kind.SOURCE) {

			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return "public class Nameless { @io.github.openairun.ToolHandler public String find(String number) "
						+ "{ return number; } }";
			}

		};
		boolean compiled = ToolProvider.getSystemJavaCompiler()
			.getTask(null, null, null,
					List.of("-d", folder.toString(), "-proc:none", "-classpath", System.getProperty("java.class.path")),
					null, List.of(source))
			.call();
		assertThat(compiled).isTrue();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { folder.toUri().toURL() },
				TroubleshootingMessagesTests.class.getClassLoader())) {
			return loader.loadClass("Nameless").getDeclaredConstructor().newInstance();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What has to be done for a message, beyond an application that is as it should be.
	 */
	private static final class Situation {

		private final Map<String, String> properties = new LinkedHashMap<>(
				Map.of("spring.main.banner-mode", "off", "logging.level." + LOGGER, "info", "openai.api-key", "none",
						"openai.run.assistants.support.model", "gpt-5"));

		private final List<Consumer<GenericApplicationContext>> beans = new ArrayList<>();

		private Consumer<RunOperations> call = (runs) -> {
		};

		Situation property(String property) {
			int end = property.indexOf('=');
			this.properties.put(property.substring(0, end), property.substring(end + 1));
			return this;
		}

		String[] arguments(String baseUrl) {
			Map<String, String> all = new LinkedHashMap<>(Map.of("openai.base-url", baseUrl));
			all.putAll(this.properties);
			return all.entrySet()
				.stream()
				.map((property) -> "--" + property.getKey() + "=" + property.getValue())
				.toArray(String[]::new);
		}

		Situation beans(Consumer<GenericApplicationContext> beans) {
			this.beans.add(beans);
			return this;
		}

		Situation bean(Class<?> type) {
			this.beans.add((context) -> context.registerBean(type));
			return this;
		}

		Situation bean(Supplier<Object> supplier) {
			this.beans.add((context) -> context.getBeanFactory().registerSingleton("tools", supplier.get()));
			return this;
		}

		<T> Situation bean(Class<T> type, Supplier<T> supplier) {
			this.beans.add((context) -> context.registerBean(type, supplier));
			return this;
		}

		Situation calling() {
			return calling((runs) -> runs.execute("support", "Hello"));
		}

		Situation calling(Consumer<RunOperations> call) {
			this.call = call;
			return this;
		}

	}

	@EnableAutoConfiguration
	static class Application {

	}

}
