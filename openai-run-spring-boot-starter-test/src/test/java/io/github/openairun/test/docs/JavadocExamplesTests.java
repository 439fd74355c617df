package io.github.openairun.test.docs;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples in the Javadoc of the published modules compile, and the types that users
 * meet have one.
 */
class JavadocExamplesTests {

	private static final List<String> MODULES = List.of("openai-run-core", "openai-run-jdbc",
			"openai-run-spring-boot-autoconfigure", "openai-run-spring-boot-starter-test");

	private static final Pattern EXAMPLE = Pattern.compile("<pre class=\"code\">\\n(.*?)</pre>", Pattern.DOTALL);

	private static final Pattern MEMBER = Pattern.compile("^(@|(?!new |return )[\\w<>]+ \\w+\\([^;]*\\{)");

	private static final String IMPORTS = """
			import java.math.BigDecimal;
			import java.security.Principal;
			import java.time.Duration;
			import java.util.*;
			import org.springframework.context.annotation.Bean;
			import org.springframework.context.event.EventListener;
			import org.springframework.http.MediaType;
			import org.springframework.http.codec.ServerSentEvent;
			import org.springframework.security.access.prepost.PreAuthorize;
			import org.springframework.stereotype.Component;
			import org.springframework.transaction.annotation.Transactional;
			import org.springframework.web.bind.annotation.*;
			import reactor.core.publisher.Flux;
			import io.github.openairun.*;
			import io.github.openairun.jdbc.*;
			import io.github.openairun.web.*;
			import static io.github.openairun.test.simulator.MessageMatcher.message;
			import static org.assertj.core.api.Assertions.assertThat;
			""";

	@Test
	void theyCompile(@TempDir Path folder) throws IOException {
		List<Example> examples = examples();
		assertThat(examples).hasSizeGreaterThan(15);
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter messages = new StringWriter();
		// The module of durable runs is no dependency here, so its sources stand in.
		List<String> options = List.of("-d", folder.toString(), "-proc:none", "-implicit:none", "-nowarn", "-Xmaxerrs",
				"50", "-sourcepath", Pages.root().resolve("openai-run-jdbc/src/main/java").toString());
		boolean compiled = compiler.getTask(messages, null, null, options, null, examples).call();
		assertThat(compiled).as(messages.toString()).isTrue();
	}

	@Test
	void typesThatUsersMeetHaveOne() throws IOException {
		assertThat(examples()).extracting(Example::type)
			.contains("RunOperations", "RunRequest", "RunResult", "RunHandle", "RunListener", "RunFlux", "RunLimits",
					"ThreadOperations", "Transcript", "ToolHandler", "ToolParam", "ToolContext", "ToolRegistration",
					"ToolApprovals", "ToolApprovalPolicy", "DeferredOutput", "DeferredOutputs", "Assistant",
					"DurableRuns", "DurableRunListener", "OpenAiSimulator");
	}

	private static List<Example> examples() throws IOException {
		List<Path> files = new ArrayList<>();
		for (String module : MODULES) {
			try (Stream<Path> found = Files.walk(Pages.root().resolve(module).resolve("src/main/java"))) {
				found.filter((file) -> file.toString().endsWith(".java")).forEach(files::add);
			}
		}
		return files.stream()
			.flatMap((file) -> EXAMPLE.matcher(Pages.text(file))
				.results()
				.map((match) -> new Example(file.getFileName().toString().replace(".java", ""), match.group(1))))
			.toList();
	}

	/**
	 * An example as the source of a class.
	 */
	private static final class Example extends SimpleJavaFileObject {

		private final String type;

		private final String code;

		Example(String type, String comment) {
			super(URI.create("string:///Example" + type + Integer.toHexString(comment.hashCode()) + ".java"),
					JavaFileObject.Kind.SOURCE);
			this.type = type;
			this.code = comment.replaceAll("(?m)^\\s*\\* ?", "")
				.replace("&#064;", "@")
				.replace("&lt;", "<")
				.replace("&gt;", ">")
				.replace("&amp;", "&");
		}

		String type() {
			return this.type;
		}

		@Override
		public String getCharContent(boolean ignoreEncodingErrors) {
			String name = getName().substring(1).replace(".java", "");
			String durable = this.code.contains("durableRuns") ? "DurableRuns durableRuns;\n" : "";
			String body = MEMBER.matcher(this.code).find() ? this.code
					: "void example() throws Exception {\n" + this.code + "}\n";
			return IMPORTS + "class " + name + " extends io.github.openairun.test.docs.JavadocScene {\n" + durable
					+ body + "}\n";
		}

		@Override
		public String toString() {
			return this.type + ": " + this.code;
		}

	}

}
