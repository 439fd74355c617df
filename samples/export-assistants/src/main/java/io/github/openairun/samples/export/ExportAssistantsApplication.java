package io.github.openairun.samples.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

import io.github.openairun.Assistant;
import io.github.openairun.AssistantOperations;
import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;

/**
 * Reads the assistants of a server that speaks Assistants v2 and writes them to a file,
 * as {@code openai.run.assistants}.
 */
@SpringBootApplication
public class ExportAssistantsApplication {

	/**
	 * Run the application.
	 * @param args properties: {@code --openai.base-url}, {@code --export.file}
	 */
	public static void main(String[] args) {
		SpringApplication.run(ExportAssistantsApplication.class, args).close();
	}

	@Bean
	CommandLineRunner export(AssistantOperations assistants, @Value("${export.file}") Path file) {
		return (args) -> {
			List<Assistant> all = all(assistants);
			Files.writeString(file, new AssistantYaml().write(all));
			System.out.println(all.size() + " assistants in " + file.toAbsolutePath());
		};
	}

	private static List<Assistant> all(AssistantOperations assistants) {
		List<Assistant> all = new ArrayList<>();
		PageQuery query = PageQuery.oldestFirst().limit(100);
		while (true) {
			CursorPage<Assistant> page = assistants.list(query);
			all.addAll(page.data());
			String last = page.lastId();
			if (!page.hasMore() || last == null || last.equals(query.after())) {
				return all;
			}
			query = query.after(last);
		}
	}

}
