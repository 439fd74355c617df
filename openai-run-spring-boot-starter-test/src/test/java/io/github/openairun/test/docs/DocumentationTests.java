package io.github.openairun.test.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.autoconfigure.OpenAiProperties;
import io.github.openairun.autoconfigure.OpenAiRunProperties;
import io.github.openairun.autoconfigure.OpenAiWebhookProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documentation shows is what a test compiles, binds or runs.
 */
class DocumentationTests {

	private static final Path ROOT = Pages.root();

	@ParameterizedTest
	@MethodSource("javaBlocks")
	void javaStandsInASourceThatIsCompiled(Block block) {
		assertThat(sources()).isNotEmpty();
		assertThat(sourcesOf(block)).as("sources that hold a block of %s", block.page()).isNotEmpty();
	}

	/**
	 * What a block names is imported by itself, or by a block above it unless it is a
	 * whole file.
	 */
	@ParameterizedTest
	@MethodSource("javaBlocks")
	void javaComesWithItsImports(Block block) {
		Set<String> shown = new LinkedHashSet<>();
		for (Block other : Block.in("java")) {
			if (other.equals(block) || (other.page().equals(block.page()) && !block.isFile())) {
				shown.addAll(Block.imports(other.code()));
			}
			if (other.equals(block)) {
				break;
			}
		}
		assertThat(sourcesOf(block)).as("sources with the imports of a block of %s", block.page())
			.anySatisfy((source) -> {
				assertThat(Block.imports(source)).containsAll(Block.imports(block.code()));
				assertThat(shown).containsAll(Block.imports(source)
					.stream()
					.filter((statement) -> Block.needs(block.code(), statement))
					.toList());
			});
	}

	@ParameterizedTest
	@MethodSource("yamlBlocks")
	void yamlIsBoundWithoutALeftover(Block block) throws IOException {
		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load(block.page(),
				new ByteArrayResource(block.code().getBytes(StandardCharsets.UTF_8)));
		assertThat(sources).hasSize(1);
		ConfigurationPropertySource source = ConfigurationPropertySources.from(sources.get(0)).iterator().next();
		ConfigurationPropertySource withoutKey = source.filter((name) -> !name.toString().equals("openai.api-key"));
		boolean bound = new Binder(withoutKey)
			.bind("openai.run", Bindable.of(OpenAiRunProperties.class),
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
			.isBound();
		bound |= new Binder(withoutKey)
			.bind("openai.webhook", Bindable.of(OpenAiWebhookProperties.class),
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
			.isBound();
		ConfigurationPropertySource connection = withoutKey
			.filter((name) -> !ConfigurationPropertyName.of("openai.run").isAncestorOf(name)
					&& !ConfigurationPropertyName.of("openai.webhook").isAncestorOf(name));
		bound |= new Binder(connection)
			.bind("openai", Bindable.of(OpenAiProperties.class), new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
			.isBound();
		assertThat(bound).isTrue();
	}

	@Test
	void theCommandsOfTheReadmeAreRunForEveryChange() {
		for (String command : List.of("mvn -q -pl samples/quickstart -am spring-boot:run", "mvn -B verify")) {
			assertThat(read(ROOT.resolve("README.md"))).contains(command);
			assertThat(read(ROOT.resolve(".ci/run"))).contains(command);
		}
	}

	/**
	 * What a command names must exist: a module that can be run, or a profile.
	 */
	@ParameterizedTest
	@MethodSource("shBlocks")
	void commandsNameWhatExists(Block block) {
		String parent = read(ROOT.resolve("pom.xml"));
		for (String command : block.code().replace("\\\n", " ").strip().lines().toList()) {
			if (command.startsWith("bin/")) {
				assertThat(ROOT.resolve(command)).isExecutable();
				continue;
			}
			assertThat(command).startsWith("mvn ");
			Matcher module = Pattern.compile("-pl (\\S+)").matcher(command);
			if (module.find()) {
				assertThat(parent).contains("<module>" + module.group(1) + "</module>");
				assertThat(command).contains(" -am spring-boot:run").doesNotContain("run.skip");
				assertThat(read(ROOT.resolve(module.group(1)).resolve("pom.xml")))
					.contains("<spring-boot.run.skip>false</spring-boot.run.skip>");
			}
			else {
				assertThat(command).endsWith(" verify");
			}
			Matcher profile = Pattern.compile(" -P(\\S+)").matcher(command);
			if (profile.find()) {
				assertThat(read(ROOT.resolve("openai-run-spring-boot-starter-test/pom.xml")))
					.contains("<id>" + profile.group(1) + "</id>");
			}
		}
	}

	@Test
	void dependenciesOfMavenExistInTheirVersion() {
		List<Block> poms = Block.in("xml");
		assertThat(poms).extracting(Block::page).contains("README.md", "docs/start.md");
		Pattern element = Pattern.compile(
				"<(parent|dependency)>\\s*<groupId>(.+)</groupId>\\s*<artifactId>(.+)</artifactId>(?:\\s*<version>(.+)</version>)?");
		for (Block block : poms) {
			List<MatchResult> found = element.matcher(block.code()).results().toList();
			assertThat(found).isNotEmpty()
				.allSatisfy((match) -> assertExists(match.group(2), match.group(3), match.group(4)));
		}
	}

	/**
	 * Written so that both languages of Gradle accept it.
	 */
	@Test
	void dependenciesOfGradleExistInTheirVersion() {
		List<Block> builds = Block.in("groovy");
		assertThat(builds).extracting(Block::page).contains("README.md", "docs/start.md");
		Pattern dependency = Pattern.compile("[a-zA-Z]+\\((?:platform\\()?\"([^:\"]+):([^:\"]+)(?::([^:\"]+))?\"\\)+");
		Pattern plugin = Pattern.compile("id\\(\"(?:java|org.springframework.boot)\"\\)(?: version \"(.+)\")?");
		for (Block block : builds) {
			int depth = 0;
			for (String line : block.code().lines().map(String::strip).toList()) {
				assertThat(line).satisfiesAnyOf((text) -> assertThat(text).matches(dependency),
						(text) -> assertThat(text).matches(plugin),
						(text) -> assertThat(text).matches("(plugins|repositories|dependencies|tasks.test) \\{|}"),
						(text) -> assertThat(text).matches("(mavenLocal|mavenCentral|useJUnitPlatform)\\(\\)"));
				Matcher coordinates = dependency.matcher(line);
				if (coordinates.matches()) {
					assertExists(coordinates.group(1), coordinates.group(2), coordinates.group(3));
				}
				Matcher version = plugin.matcher(line);
				if (version.matches() && version.group(1) != null) {
					assertThat(version.group(1)).isEqualTo(SpringBootVersion.getVersion());
				}
				depth += line.endsWith("{") ? 1 : line.equals("}") ? -1 : 0;
				assertThat(depth).as(line).isBetween(0, 1);
				assertThat(line.chars().filter((character) -> character == '(').count())
					.isEqualTo(line.chars().filter((character) -> character == ')').count());
			}
			assertThat(depth).isZero();
		}
	}

	private static void assertExists(String group, String artifact, @Nullable String version) {
		if (group.equals("io.github.openairun")) {
			assertThat(read(ROOT.resolve("pom.xml"))).contains("<module>" + artifact + "</module>")
				.contains("<version>" + version + "</version>");
			assertThat(read(ROOT.resolve(artifact).resolve("pom.xml"))).doesNotContain("<unpublished>true");
		}
		else if (version != null) {
			assertThat(group).isEqualTo("org.springframework.boot");
			assertThat(version).isEqualTo(SpringBootVersion.getVersion());
		}
	}

	@Test
	void everySampleHasAShortPageWithOneCommand() {
		assertThat(Pages.list(ROOT.resolve("samples"))).isNotEmpty().allSatisfy((sample) -> {
			Path page = sample.resolve("README.md");
			assertThat(read(page).lines().count()).isLessThanOrEqualTo(15);
			assertThat(Block.of(page)).singleElement()
				.satisfies((block) -> assertThat(block.code())
					.startsWith("mvn -q -pl samples/" + sample.getFileName() + " -am spring-boot:run"));
		});
	}

	/**
	 * But not those that are about failures altogether, and those that only measure or
	 * point elsewhere.
	 */
	@Test
	void everyPageSaysWhatCanGoWrong() {
		Set<String> others = Set.of("README.md", "failures.md", "faq.md", "performance.md", "troubleshooting.md");
		assertThat(Pages.list(ROOT.resolve("docs"))
			.filter((page) -> page.toString().endsWith(".md"))
			.filter((page) -> !others.contains(page.getFileName().toString()))).isNotEmpty()
			.allSatisfy((page) -> assertThat(read(page)).contains("\n## What can go wrong\n\n| what you see |"));
	}

	@Test
	void theReadmeIsShort() {
		assertThat(read(ROOT.resolve("README.md")))
			.satisfies((text) -> assertThat(text.lines().count()).isLessThanOrEqualTo(150));
	}

	@Test
	void everyKindOfBlockIsChecked() {
		assertThat(Block.all().map(Block::language)).containsOnly("java", "kotlin", "yaml", "sh", "xml", "groovy",
				"json", "text", "mermaid", "promql", "js", "python");
	}

	/**
	 * {@code ClientsCheck} runs them.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "js", "python" })
	void otherLanguagesHaveOneExampleOfFiveLines(String language) {
		assertThat(Block.in(language)).singleElement().satisfies((block) -> {
			assertThat(block.page()).isEqualTo("docs/testing.md");
			assertThat(block.code().strip().lines().count()).isEqualTo(5);
		});
	}

	@Test
	void diagramsAreOfStates() {
		Pattern arrow = Pattern.compile("\\s*(\\[\\*]|\\w+) --> (\\[\\*]|\\w+)(: [\\w ,]+)?");
		assertThat(Block.in("mermaid")).isNotEmpty().allSatisfy((block) -> {
			List<String> lines = block.code().strip().lines().toList();
			assertThat(lines.get(0)).isEqualTo("stateDiagram-v2");
			assertThat(lines.subList(1, lines.size())).allMatch(arrow.asMatchPredicate());
		});
	}

	@Test
	void jsonIsJson() {
		JsonMapper mapper = JsonMapper.builder().build();
		assertThat(Block.in("json")).isNotEmpty()
			.allSatisfy((block) -> assertThat(mapper.readTree(block.code()).isObject()).isTrue());
	}

	static List<Block> javaBlocks() {
		return Block.in("java");
	}

	static List<Block> shBlocks() {
		return Block.in("sh");
	}

	static List<Block> yamlBlocks() {
		return Block.in("yaml");
	}

	private static List<String> sourcesOf(Block block) {
		return sources().stream().filter((source) -> Block.body(source).contains(Block.body(block.code()))).toList();
	}

	/**
	 * The sources of the examples; what is no test belongs to an application of its own.
	 */
	private static List<String> sources() {
		Path examples = ROOT.resolve("openai-run-spring-boot-starter-test/src/test/java/io/github/openairun/test/docs");
		Path durable = ROOT.resolve("openai-run-jdbc-tests/src/test/java/io/github/openairun/jdbc/docs");
		return Stream
			.of(Pages.list(examples).filter((file) -> file.toString().endsWith("Tests.java")),
					Pages.list(examples.resolve("start")), Pages.list(durable))
			.flatMap((files) -> files)
			.map(DocumentationTests::read)
			.toList();
	}

	private static String read(Path file) {
		return Pages.text(file);
	}

}
