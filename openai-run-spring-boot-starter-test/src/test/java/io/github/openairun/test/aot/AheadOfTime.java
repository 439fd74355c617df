package io.github.openairun.test.aot;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes an application as the build plugins do, and makes the command that runs what
 * came of it.
 */
final class AheadOfTime {

	private final Path folder;

	AheadOfTime(Path folder) {
		this.folder = folder;
	}

	/** Process and compile an application that is configured by these arguments. */
	void process(Class<?> application, String... args) throws IOException {
		AbstractAotProcessor.Settings settings = AbstractAotProcessor.Settings.builder()
			.sourceOutput(this.folder.resolve("sources"))
			.resourceOutput(this.folder.resolve("resources"))
			.classOutput(this.folder.resolve("classes"))
			.groupId("test")
			.artifactId("test")
			.build();
		new SpringApplicationAotProcessor(application, settings, args).process();
		compile();
	}

	private void compile() throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
				Stream<Path> sources = Files.walk(this.folder.resolve("sources"))) {
			List<Path> java = sources.filter((path) -> path.toString().endsWith(".java")).toList();
			assertThat(java).isNotEmpty();
			boolean compiled = compiler
				.getTask(null, files, null,
						List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-d",
								this.folder.resolve("classes").toString()),
						null, files.getJavaFileObjectsFromPaths(java))
				.call();
			assertThat(compiled).isTrue();
		}
	}

	/**
	 * Return the command that runs an application.
	 * @param generated whether with what was generated
	 */
	List<String> command(Class<?> application, boolean generated, List<String> args) {
		String classPath = System.getProperty("java.class.path");
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dspring.aot.enabled=true",
				"-XX:TieredStopAtLevel=1", "-cp", generated ? this.folder.resolve("classes") + File.pathSeparator
						+ this.folder.resolve("resources") + File.pathSeparator + classPath : classPath,
				application.getName()));
		command.addAll(args);
		return command;
	}

}
