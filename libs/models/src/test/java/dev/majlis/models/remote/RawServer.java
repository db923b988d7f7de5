package dev.majlis.models.remote;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A loopback server that says exactly what a test tells it to, and knows when its client hangs up. */
final class RawServer implements AutoCloseable {
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Script script;

    /** Request lines with their bodies. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    volatile boolean clientHungUp;

    /** What is said to one request. */
    @FunctionalInterface
    interface Script {
        /** @param number of the request, from 1 */
        void answer(int number, Talk talk) throws IOException;
    }

    /** One connection. */
    final class Talk {
        private final Socket socket;
        private final OutputStream out;

        private Talk(Socket socket) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
        }

        void say(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        void status(int status, String body, String... headers) throws IOException {
            say("HTTP/1.1 " + status + " X\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n"
                    + String.join(
                            "", List.of(headers).stream().map(h -> h + "\r\n").toList())
                    + "Connection: close\r\n\r\n" + body);
        }

        void stream(String... events) throws IOException {
            say("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (String event : events) {
                event(event);
            }
        }

        void event(String event) throws IOException {
            chunk("data: " + event + "\n\n");
        }

        void chunk(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            say(Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n");
        }

        void end() throws IOException {
            say("0\r\n\r\n");
        }

        /** Returns when the client has closed its side. */
        void waitForHangUp() throws IOException {
            try {
                while (socket.getInputStream().read() >= 0) {
                    // whatever a client still says does not matter
                }
            } finally {
                clientHungUp = true;
            }
        }

        /** Resets the connection instead of closing it well. */
        void breakOff() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    RawServer(Script script) throws IOException {
        this.script = script;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket socket = listener.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String first = in.readLine();
            if (first == null) {
                return;
            }
            int length = 0;
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            char[] body = new char[length];
            int read = 0;
            while (read < length) {
                read += in.read(body, read, length - read);
            }
            int number;
            synchronized (requests) {
                requests.add(first + "\n"
                        + new String(new String(body).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                number = requests.size();
            }
            script.answer(number, new Talk(socket));
        } catch (IOException e) {
            clientHungUp = true;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
