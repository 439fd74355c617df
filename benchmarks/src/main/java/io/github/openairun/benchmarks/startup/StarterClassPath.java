package io.github.openairun.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import io.github.openairun.RunOperations;
import io.github.openairun.autoconfigure.OpenAiRunAutoConfiguration;

/**
 * What of this module's class path an application would have: all that
 * {@code spring-boot-starter-restclient} brings, and this library. The other contenders
 * of the benchmarks and their dependencies are left out.
 */
final class StarterClassPath {

	private static final Pattern RESTCLIENT = Pattern.compile("(spring-boot(?!-(starter-test|test))[a-z-]*"
			+ "|spring-(aop|beans|context|core|expression|web)|jackson-annotations|logback-\\w+|log4j-(api|to-slf4j)"
			+ "|jul-to-slf4j|slf4j-api|snakeyaml|jakarta.annotation-api|micrometer-(commons|observation)|jspecify"
			+ "|commons-logging)-\\d[^/]*\\.jar|jackson-(core|databind)-3[^/]*\\.jar");

	private final List<Path> jars;

	private final List<Path> libraries;

	private final Path tools;

	/**
	 * Take the class path apart.
	 * @param directory where to put the library's jars, if they are directories
	 * @throws IOException if a jar cannot be written
	 */
	StarterClassPath(Path directory) throws IOException {
		List<Path> all = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath())
			.toList();
		this.jars = all.stream()
			.filter((entry) -> RESTCLIENT.matcher(entry.getFileName().toString()).matches())
			.toList();
		this.libraries = List.of(jar(locationOf(RunOperations.class), directory, "core"),
				jar(locationOf(OpenAiRunAutoConfiguration.class), directory, "autoconfigure"));
		this.tools = locationOf(StarterClassPath.class);
	}

	private static Path locationOf(Class<?> type) throws IOException {
		try {
			return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toAbsolutePath();
		}
		catch (URISyntaxException ex) {
			throw new IOException(ex);
		}
	}

	/**
	 * The class path of an application, as text, in the order of Maven: the library comes
	 * to an application that has the other starter.
	 */
	String of(Path application, boolean withLibrary) {
		List<String> entries = new ArrayList<>(List.of(application.toString(), this.tools.toString()));
		this.jars.forEach((jar) -> entries.add(jar.toString()));
		if (withLibrary) {
			this.libraries.forEach((library) -> entries.add(library.toString()));
		}
		return String.join(File.pathSeparator, entries);
	}

	/** How large the jars of this library are, which are all that its starter adds. */
	long librarySize() throws IOException {
		long size = 0;
		for (Path library : this.libraries) {
			size += Files.size(library);
		}
		return size;
	}

	/**
	 * Applications have a jar. A directory would be searched for each of the thousands of
	 * classes in the jars behind it.
	 */
	private static Path jar(Path library, Path directory, String name) throws IOException {
		if (!Files.isDirectory(library)) {
			return library;
		}
		Path jar = Files.createDirectories(directory).resolve("openai-run-" + name + ".jar");
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
				Stream<Path> files = Files.walk(library)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				zip.putNextEntry(new ZipEntry(library.relativize(file).toString()));
				Files.copy(file, zip);
				zip.closeEntry();
			}
		}
		return jar;
	}

}
