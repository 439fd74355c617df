package consumer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

import io.github.openairun.RunOperations;
import io.github.openairun.ToolHandler;

@SpringBootApplication
public class Consumer {

	@ToolHandler(description = "Finds an order by its number")
	String findOrder(String number) {
		return number;
	}

	public static void main(String[] args) {
		System.out.println(SpringApplication.run(Consumer.class, args)
			.getBean(RunOperations.class)
			.execute("support", "Where is order 17?")
			.text());
	}

}
